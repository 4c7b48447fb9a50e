// The fonts of the unfurl pictures: Latin, Greek and Cyrillic, Arabic, and emoji in one ink.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Renderer } from '@takumi-rs/core';
import * as v from 'valibot';

interface FontFile {
  readonly family: string;
  readonly weight: number;
  readonly file: string;
  /** The characters it is for. */
  readonly ranges: [from: number, to: number][];
}

/** A package of one family, cut into files by script. */
const packages: readonly { family: string; only?: string }[] = [
  { family: 'source-serif-4' },
  { family: 'noto-naskh-arabic', only: 'arabic' },
  { family: 'noto-emoji' },
];
const weights = [400, 700];

/** In the order in which they are asked for a character. */
export const families = packages.map(({ family }) => family).join(', ');

const root = join(import.meta.dirname, '../..');
const { devDependencies } = v.parse(
  v.object({ devDependencies: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
);

/** Of everything that decides how a letter looks. */
export const fontVersions = Object.entries(devDependencies).filter(([name]) =>
  /^@(takumi-rs|fontsource)\//.test(name),
);

const files: FontFile[] = packages.flatMap(({ family, only }) => {
  const folder = join(root, 'node_modules/@fontsource', family);
  const parts = v.parse(
    v.record(v.string(), v.string()),
    JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')),
  );
  return Object.entries(parts)
    .map(([part, ranges]) => ({ part: part.replace(/[[\]]/g, ''), ranges: readRanges(ranges) }))
    .filter(({ part }) => part === (only ?? part))
    .flatMap(({ part, ranges }) =>
      weights.map((weight) => {
        const file = join(folder, 'files', `${family}-${part}-${weight}-normal.woff2`);
        return { family, weight, file, ranges };
      }),
    );
});

/** From `U+0000-00FF,U+0131`. */
function readRanges(text: string): [number, number][] {
  return text.split(',').map((range) => {
    const [from = 0, to = from] = range
      .replace(/^U\+/i, '')
      .split('-')
      .map((hex) => Number.parseInt(hex, 16));
    return [from, to];
  });
}

/** Whether there is a letter for every character, and for every accent on one. */
export function covers(text: string): boolean {
  const composed = text.normalize('NFC');
  return !looseAccent.test(composed) && [...composed].every(isCovered);
}

/** An accent that makes no letter of its own: it lies in another file than its letter, and finds no place on it. */
const looseAccent = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}/u;

function isCovered(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return files.some(({ ranges }) => ranges.some(([from, to]) => from <= code && code <= to));
}

export async function loadFonts(renderer: Renderer): Promise<void> {
  for (const { family, weight, file, ranges } of files) {
    await renderer.registerFont({
      name: family,
      weight,
      data: readFileSync(file),
      unicodeRange: ranges,
    });
  }
}
