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
import { readConfiguration } from './settings.ts';
import { Site, SiteError } from './site.ts';

/**
 * Writes an export. It is there as a whole or not at all: until then it lies beside its place.
 * @param folder which is not there, is empty, or holds an earlier export and nothing else
 */
export async function exportSite(site: Site, name: string, folder: string): Promise<Manifest> {
  const place = resolve(folder);
  const part = `${place}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const manifest = await fill(part, site, name);
    replace(place, part);
    return manifest;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/**
 * What refers to something goes before what it refers to: so that is there, whatever is added meanwhile. And what was
 * erased goes last, so that nothing comes back that was erased meanwhile.
 */
async function fill(folder: string, site: Site, name: string): Promise<Manifest> {
  const counts: Record<string, number> = {};
  for (const table of exportedTables.toReversed())
    counts[table] = await writeTable(site, table, join(folder, `${table}.jsonl`));
  for (const source of sourceFolders) copyFolder(join('src', source), join(folder, source));
  const files: Manifest['files'] = [];
  for (const path of filesBelow(folder))
    files.push({ path, ...(await measured(join(folder, path))) });
  const manifest: Manifest = { format, version, site: name, counts, files };
  writeFileSync(join(folder, manifestName), textOf(manifest));
  return manifest;
}

/** What keeps an export from being written there; undefined when nothing does. */
export function problemWith(folder: string): string | undefined {
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
  const { folder, url } = readArguments();
  const problem = problemWith(folder);
  if (problem) giveUp(problem, 'name an empty folder, or one that is not there yet.');
  const { settings } = readConfiguration('wrangler.toml');
  const site = await Site.open(url);
  try {
    const { counts, files } = await exportSite(site, settings.SITE_NAME, folder);
    for (const table of exportedTables) console.log(`${table}: ${counts[table]}`);
    console.log(`${folder} holds the export: ${files.length} files, and ${manifestName}.`);
  } finally {
    await site.close();
  }
}

function readArguments(): { folder: string; url: string | undefined } {
  const use = 'npm run export -- DIR, and -- DIR --site https://news.example for a deployed site.';
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { site: { type: 'string' } },
    });
    const [folder, ...others] = positionals;
    if (folder && others.length === 0) return { folder, url: values.site };
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), use);
  }
  return giveUp('An export needs one folder.', use);
}

if (import.meta.main) {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    giveUp(error.message, error.next);
  }
}
