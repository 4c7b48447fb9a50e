// Run before dev, deploy and tests, with DRAFTS=shown by `npm start` alone: src/articles and src/pages
// become build/articles.ts and build/texts.ts, style and script build/page.ts, and what is served as it
// lies build/public. Ends with 1, and leaves the last good build alone, when something has a fault.
import { join, relative } from 'node:path';
import { compile, deskIn } from './articles.ts';
import { compilePage } from './page.ts';
import { print } from './press.ts';
import { hiddenFiles } from './public.ts';
import { readConfiguration } from './settings.ts';

const root = join(import.meta.dirname, '../..');
const { settings, workerFirst } = readConfiguration(join(root, 'wrangler.toml'));
const desk = deskIn(join(root, 'src'), settings, process.env.DRAFTS === 'shown');
const { faults, ...compiled } = compile(desk);
const hidden = hiddenFiles(desk.publicFolder, workerFirst);
for (const { file, line, message } of [...faults, ...hidden]) {
  console.error(`${relative(process.cwd(), file)}:${line}: ${message}`);
}
if (faults.length + hidden.length > 0) process.exit(1);
await print({
  ...compiled,
  ...compilePage(join(root, 'src')),
  settings,
  publicFolder: desk.publicFolder,
  buildFolder: join(root, 'build'),
});
