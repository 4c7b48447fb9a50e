// Run before dev, deploy and tests, with DRAFTS=shown by `npm start` alone: src/articles becomes build/articles.ts, style and script become
// build/page.ts. Ends with 1, and leaves the last good build alone, when an article has a fault.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { compileArticles } from './articles.ts';
import { compilePage } from './page.ts';

const root = join(import.meta.dirname, '../..');
const { vars } = v.parse(
  v.object({ vars: v.object({ TIME_ZONE: v.string() }) }),
  parse(readFileSync(join(root, 'wrangler.toml'), 'utf8')),
);

if (!isTimeZone(vars.TIME_ZONE)) {
  console.error(`wrangler.toml: TIME_ZONE must be a time zone such as UTC or Asia/Baku.`);
  process.exit(1);
}

const { articles, faults } = compileArticles(join(root, 'src/articles'), {
  timeZone: vars.TIME_ZONE,
  publicFolder: join(root, 'src/public'),
  hasDrafts: process.env.DRAFTS === 'shown',
});
for (const { file, line, message } of faults) {
  console.error(`${relative(process.cwd(), file)}:${line}: ${message}`);
}
if (faults.length > 0) process.exit(1);

const json = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

mkdirSync(join(root, 'build'), { recursive: true });
write(
  'build/articles.ts',
  `import type { Article } from '../src/model/articles.ts';
export const articles: readonly Article[] = ${json(articles)};
`,
);
write(
  'build/page.ts',
  `import type { PageParts } from '../src/tools/page.ts';
export const page: PageParts = ${json(compilePage(join(root, 'src')))};
`,
);

/** Whole or not at all: a server or a test may be reading the file. */
function write(name: string, text: string): void {
  const file = join(root, name);
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}
