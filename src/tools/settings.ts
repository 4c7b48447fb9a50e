import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { isLanguage } from './schema.ts';

export type Settings = Omit<v.InferOutput<typeof Wrangler>['vars'], 'SITE_URL'>;

/** What of wrangler.toml matters before the Worker runs. */
interface Configuration {
  readonly settings: Settings;
  /** Of the deployed site; empty before there is one. */
  readonly siteUrl: string;
  /** Paths, some with `*` at their end, for which the Worker is asked before files are looked for. */
  readonly workerFirst: readonly string[];
}

const Wrangler = v.object({
  assets: v.object({ run_worker_first: v.array(v.string()) }),
  vars: v.object({
    SITE_NAME: v.string(),
    SITE_URL: v.optional(v.string(), ''),
    LANGUAGE: v.pipe(
      v.string(),
      v.check(isLanguage, 'LANGUAGE must be a language tag such as en or pt-BR'),
    ),
    TIME_ZONE: v.pipe(
      v.string(),
      v.check(isTimeZone, 'TIME_ZONE must be a time zone such as UTC or Asia/Baku'),
    ),
  }),
});

/** Ends the program with a message when it cannot be used. */
export function readConfiguration(file: string): Configuration {
  const { success, output, issues } = v.safeParse(Wrangler, parse(readFileSync(file, 'utf8')));
  if (success) {
    const { SITE_URL: siteUrl, ...settings } = output.vars;
    return { settings, siteUrl, workerFirst: output.assets.run_worker_first };
  }
  console.error(`wrangler.toml: ${issues[0].message}.`);
  process.exit(1);
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}
