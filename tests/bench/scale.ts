// `npm run bench:scale`: what it costs to have 2, 1,000 and 5,000 articles. Prints the table of docs/scale.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { copyProject } from '../copy.ts';
import { build, deploy } from '../deployed.ts';
import { articles } from './articles.ts';
import { median, milliseconds, startUp } from './timing.ts';

const rows = [];
for (const count of [2, 1_000, 5_000]) rows.push(await measure(count));
console.table(rows);

async function measure(count: number) {
  const files = Object.entries(articles(count - 2));
  const project = copyProject(
    Object.fromEntries(files.map(([name, text]) => [`articles/${name}`, text])),
  );
  const slugs = files.map(([name]) => name.replace('.md', ''));
  const built = mkdtempSync(join(tmpdir(), 'broadside-scale-'));
  writeFileSync(join(built, 'package.json'), '{"type":"module"}');
  const compile = () =>
    seconds(() => execFileSync(process.execPath, ['src/tools/compile.ts'], { cwd: project }));
  const first = compile();
  const again = compile();
  build(built, project);
  const bundle = readFileSync(join(built, 'index.js'));
  const site = await deploy(built, { project });
  const newest = `/articles/${slugs.at(-1) ?? 'azerbaijan-expels-iranian-diplomats'}`;
  const oldest = `/articles/${slugs[0] ?? 'what-happens-to-your-address'}`;
  const row = {
    articles: count,
    'first compile, s': first,
    'again, s': again,
    'bundle, KB': Math.round(bundle.length / 1024),
    'gzip, KB': Math.round(gzipSync(bundle).length / 1024),
    'static files': readdirSync(join(project, 'build/public'), { recursive: true }).length,
    'start, ms': startUp(join(built, 'index.js')),
    'newest, ms': await median(site.url + newest),
    'oldest first time, ms': await milliseconds(site.url + oldest),
    'oldest, ms': await median(site.url + oldest),
    'archive, ms': await median(`${site.url}/articles`),
    'search, ms': await median(`${site.url}/search?q=bar+len+mas+the+sta+con`),
    'feed, ms': await median(`${site.url}/feed.xml`),
    'sitemap, ms': await median(`${site.url}/sitemap.xml`),
  };
  await site.stop();
  site.remove();
  for (const folder of [project, built]) rmSync(folder, { recursive: true });
  return row;
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return Math.round(performance.now() - start) / 1000;
}
