// `npm run export -- DIR`: everything that a site is, in files that any program can read. See docs/moving.md.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exportedTables } from '../model/exports.ts';
import { giveUp } from './give-up.ts';
import {
  filesBelow,
  format,
  type Manifest,
  manifestName,
  measured,
  readManifest,
  sourceFolders,
  textOf,
  version,
} from './manifest.ts';
import { Progress } from './progress.ts';
import { type Rendering, render, renderings } from './renderings.ts';
import { readConfiguration, type Settings } from './settings.ts';
import { Site, SiteError } from './site.ts';

/** What an export is made of, and of what. */
interface Order {
  readonly site: Site;
  readonly settings: Settings;
  /** What is made of it for others. */
  readonly wanted: readonly Rendering[];
}

/**
 * Writes an export. It is there as a whole or not at all: until then it lies beside its place.
 * @param folder which is not there, is empty, or holds an earlier export and nothing else
 * @returns what is in it, and what is to be said of it
 */
async function exportSite(order: Order, folder: string): Promise<Exported> {
  const place = resolve(folder);
  const part = `${place}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const exported = await fill(part, order);
    replace(place, part);
    return exported;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

interface Exported {
  readonly manifest: Manifest;
  readonly said: readonly string[];
}

/**
 * What refers to something goes before what it refers to: so that is there, whatever is added meanwhile. And what was
 * erased goes last, so that nothing comes back that was erased meanwhile.
 */
async function fill(folder: string, { site, settings, wanted }: Order): Promise<Exported> {
  const counts: Record<string, number> = {};
  for (const table of exportedTables.toReversed())
    counts[table] = await writeTable(site, table, join(folder, `${table}.jsonl`));
  for (const source of sourceFolders) copyFolder(join('src', source), join(folder, source));
  const said = await render(folder, wanted, { url: site.url, settings, onStep: showStep });
  const files: Manifest['files'] = [];
  for (const path of filesBelow(folder))
    files.push({ path, ...(await measured(join(folder, path))) });
  const manifest: Manifest = { format, version, site: settings.SITE_NAME, counts, files };
  writeFileSync(join(folder, manifestName), textOf(manifest));
  return { manifest, said };
}

/** How much there is to copy is known only at its end. */
function showStep(done: number, known: number): void {
  const bar = new Progress('site', known);
  bar.show(done);
  if (done === known) bar.end();
}

/** What keeps an export from being written there; undefined when nothing does. */
function problemWith(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(readManifest(folder)?.files.map(({ path }) => join(folder, path)));
  const other = there.find((file) => !known.has(file) && file !== join(folder, manifestName));
  if (other) return `${other} is no part of an export, and would be lost.`;
  if (there.length > 0 && known.size === 0) return `${folder} holds no export of ours.`;
  return undefined;
}

async function writeTable(site: Site, table: string, file: string): Promise<number> {
  const handle = openSync(file, 'w');
  let count = 0;
  for await (const row of site.rowsOf(table)) {
    writeSync(handle, `${JSON.stringify(row)}\n`);
    count++;
    if (process.stderr.isTTY && count % 500 === 0) process.stderr.write(`\r${table} ${count} `);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  closeSync(handle);
  return count;
}

function copyFolder(from: string, to: string): void {
  for (const path of filesBelow(from)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
  }
}

/** The earlier export goes once the new one can take its place. */
function replace(place: string, part: string): void {
  const earlier = `${place}.earlier`;
  rmSync(earlier, { recursive: true, force: true });
  if (existsSync(place)) renameSync(place, earlier);
  renameSync(part, place);
  rmSync(earlier, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const { folder, url, wanted } = readArguments();
  const problem = problemWith(folder);
  if (problem) giveUp(problem, 'name an empty folder, or one that is not there yet.');
  const { settings } = readConfiguration('wrangler.toml');
  const site = await Site.open(url, { isForReaders: wanted.includes('site') });
  try {
    const { manifest, said } = await exportSite({ site, settings, wanted }, folder);
    const { counts, files } = manifest;
    for (const table of exportedTables) console.log(`${table}: ${counts[table]}`);
    for (const line of said) console.log(line);
    console.log(`${folder} holds the export: ${files.length} files, and ${manifestName}.`);
  } finally {
    await site.close();
  }
}

function readArguments() {
  const use =
    'npm run export -- DIR; --site https://news.example for a deployed site; --without site, or wordpress, for less.';
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        without: { type: 'string', multiple: true, default: [] },
      },
    });
    const [folder, ...others] = positionals;
    const unknown = values.without.find((name) => !renderings.some((one) => one === name));
    if (unknown !== undefined)
      return giveUp(`There is nothing called ${unknown} to leave out.`, use);
    const wanted = renderings.filter((one) => !values.without.includes(one));
    if (folder && others.length === 0) return { folder, url: values.site, wanted };
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), use);
  }
  return giveUp('An export needs one folder.', use);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof SiteError)) throw error;
  giveUp(error.message, error.next);
}
