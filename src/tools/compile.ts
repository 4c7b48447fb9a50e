// Run before dev, deploy and tests, with DRAFTS=shown by `npm start` alone: src/articles and src/pages
// become build/articles.ts and build/texts.ts, style and script build/page.ts, and what is served as it
// lies build/public. Ends with 1, and leaves the last good build alone, when something has a fault.
import { join, relative } from 'node:path';
import { compile } from './articles.ts';
import { compilePage } from './page.ts';
import { print } from './press.ts';
import { hiddenFiles } from './public.ts';
import { readConfiguration } from './settings.ts';

const root = join(import.meta.dirname, '../..');
const publicFolder = join(root, 'src/public');
const { settings, workerFirst } = readConfiguration(join(root, 'wrangler.toml'));
const { faults, ...compiled } = compile({
  articleFolder: join(root, 'src/articles'),
  pageFolder: join(root, 'src/pages'),
  publicFolder,
  timeZone: settings.TIME_ZONE,
  language: settings.LANGUAGE,
  hasDrafts: process.env.DRAFTS === 'shown',
});
const hidden = hiddenFiles(publicFolder, workerFirst);
for (const { file, line, message } of [...faults, ...hidden]) {
  console.error(`${relative(process.cwd(), file)}:${line}: ${message}`);
}
if (faults.length + hidden.length > 0) process.exit(1);
await print({
  ...compiled,
  ...compilePage(join(root, 'src')),
  settings,
  publicFolder,
  buildFolder: join(root, 'build'),
});
