// Run before dev, deploy and tests: src/articles becomes build/articles.ts, style and script become
// build/page.ts. Ends with 1, and leaves the last good build alone, when an article has a fault.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const { articles, faults } = compileArticles(join(root, 'src/articles'), {
  timeZone: vars.TIME_ZONE,
  publicFolder: join(root, 'src/public'),
});
for (const { file, line, message } of faults) {
  console.error(`${relative(process.cwd(), file)}:${line}: ${message}`);
}
if (faults.length > 0) process.exit(1);

mkdirSync(join(root, 'build'), { recursive: true });
writeFileSync(
  join(root, 'build/articles.ts'),
  `import type { Article } from '../src/model/articles.ts';\n` +
    `export const articles: readonly Article[] = JSON.parse(${JSON.stringify(JSON.stringify(articles))});\n`,
);
writeFileSync(
  join(root, 'build/page.ts'),
  `import type { CompiledHtml } from '../src/model/articles.ts';\n` +
    `interface Page { style: CompiledHtml; styleHash: string; script: CompiledHtml; scriptHash: string }\n` +
    `export const page: Page = JSON.parse(${JSON.stringify(JSON.stringify(compilePage(join(root, 'src'))))});\n`,
);
