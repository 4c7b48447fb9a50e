// `npm run import -- FILE`: what another system, or an export of ours, holds. A dry run, unless `--apply` stands
// behind it. See docs/moving.md.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { headOf } from './file-text.ts';
import { broadside } from './formats/broadside.ts';
import { disqus } from './formats/disqus.ts';
import type { Format } from './formats/format.ts';
import { wordpress } from './formats/wordpress.ts';
import { giveUp } from './give-up.ts';
import { ImportReport } from './import-report.ts';
import { manifestName } from './manifest.ts';
import { Progress } from './progress.ts';
import { Site, SiteError } from './site.ts';

const formats: readonly Format[] = [broadside, wordpress, disqus];

const reportFile = 'import-report.txt';

async function run(): Promise<void> {
  const { path, url, isApplied, media } = readArguments();
  const format = await formatOf(path);
  const site = await Site.open(url);
  const report = new ImportReport(reportFile);
  let bar: Progress | undefined;
  const progress = (label: string, total: number) => {
    bar?.end();
    const next = new Progress(label, total);
    bar = next;
    return (done: number) => next.show(done);
  };
  try {
    await format.bring(path, { isApplied, report, site, media, progress });
  } finally {
    bar?.end();
    await site.close();
  }
  console.log(report.end(isApplied ? `From ${format.name}:` : `From ${format.name}, to be:`));
  if (!isApplied) console.log('Nothing was written. With --apply it will be.');
  if (!report.addsUp) process.exitCode = 1;
}

async function formatOf(path: string): Promise<Format> {
  if (!existsSync(path))
    giveUp(`${path} is not there.`, 'name a file, or the folder of an export.');
  const file = statSync(path).isDirectory() ? join(path, manifestName) : path;
  const head = existsSync(file) ? await headOf(file) : '';
  const found = formats.find(({ recognises }) => recognises(head));
  if (found) return found;
  if (head.startsWith('PK') || head.startsWith('\u001f'))
    giveUp(`${path} is compressed.`, 'unpack it, and import each file in it.');
  return giveUp(
    `${path} is nothing that can be imported.`,
    `name one of these: ${formats.map(({ name }) => name).join(', ')}.`,
  );
}

function readArguments() {
  const use =
    'npm run import -- FILE, then the same with --apply; --site https://news.example for a deployed site, --media FOLDER for its pictures.';
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        media: { type: 'string' },
        apply: { type: 'boolean', default: false },
      },
    });
    const [path, ...others] = positionals;
    const { site: url, media, apply: isApplied } = values;
    if (media && !existsSync(media))
      return giveUp(
        `${media} is not there.`,
        '--media takes the folder wp-content/uploads of the old site.',
      );
    if (path && others.length === 0) return { path, url, media, isApplied };
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), use);
  }
  return giveUp('An import needs one file, or the folder of an export.', use);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof SiteError)) throw error;
  giveUp(error.message, error.next);
}
