import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { isLanguage } from './schema.ts';

export type Settings = v.InferOutput<typeof Wrangler>['vars'];

const Wrangler = v.object({
  vars: v.object({
    SITE_NAME: v.string(),
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

/** What of `[vars]` matters before the Worker runs. Ends the program with a message when it cannot be used. */
export function readSettings(file: string): Settings {
  const { success, output, issues } = v.safeParse(Wrangler, parse(readFileSync(file, 'utf8')));
  if (success) return output.vars;
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
