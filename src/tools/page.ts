// The style sheet and the browser script, made small, as they stand inside every page, with the
// hashes by which the content security policy knows them.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type CompiledHtml, compiled } from '../model/compiled.ts';
import { inks } from './inks.ts';

export interface PageParts {
  readonly style: CompiledHtml;
  readonly styleHash: string;
  readonly script: CompiledHtml;
  readonly scriptHash: string;
  /** What runs in the head, before the page is drawn. */
  readonly scheme: CompiledHtml;
  readonly schemeHash: string;
  /** The colour of the paper, for the bars of a browser. */
  readonly paper: { readonly light: string; readonly dark: string };
  /** Of what the desk has besides. */
  readonly deskStyleHash: string;
  readonly deskScriptHash: string;
}

/** What only the moderators' desk has. */
export interface DeskParts {
  readonly style: CompiledHtml;
  readonly script: CompiledHtml;
}

/** @param src the folder that holds `views` and `client` */
export function compilePage(src: string): { page: PageParts; desk: DeskParts } {
  const style = minified(join(src, 'views/sheet.css'));
  const script = minified(join(src, 'client/page.ts'));
  const scheme = minified(join(src, 'client/scheme.ts'));
  const desk = {
    style: minified(join(src, 'views/desk.css')),
    script: minified(join(src, 'client/desk.ts')),
  };
  return {
    page: {
      style,
      styleHash: cspHash(style),
      script,
      scriptHash: cspHash(script),
      scheme,
      schemeHash: cspHash(scheme),
      paper: inks.paper,
      deskStyleHash: cspHash(desk.style),
      deskScriptHash: cspHash(desk.script),
    },
    desk,
  };
}

function minified(file: string): CompiledHtml {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    format: 'iife',
    minify: true,
    target: ['chrome109', 'firefox115', 'safari16'],
    legalComments: 'none',
    write: false,
  });
  return compiled(outputFiles[0]?.text.trim() ?? '');
}

const cspHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
