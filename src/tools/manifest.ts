// An export as it lies in a folder: a file of JSON Lines for each table, articles, pages and static files as they
// are, and a manifest of them all. Nothing in it says when it was made: the same site gives the same bytes.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import * as v from 'valibot';

export const manifestName = 'manifest.json';
export const format = 'broadside-export';
export const version = 1;

/** What of `src` lies in an export, byte for byte. */
export const sourceFolders = ['articles', 'pages', 'public'] as const;

/** A path in the export, with slashes, that leads nowhere else. */
const path = v.pipe(
  v.string(),
  v.check(
    (text) =>
      !/^[/\\]|[\\\p{Cc}:]/u.test(text) &&
      text.split('/').every((part) => part !== '' && !part.startsWith('.')),
  ),
);

const Manifest = v.object({
  format: v.literal(format),
  version: v.literal(version),
  site: v.string(),
  /** Rows of each table. */
  counts: v.record(v.string(), v.number()),
  files: v.array(v.object({ path, bytes: v.number(), sha256: v.string() })),
});
export type Manifest = v.InferOutput<typeof Manifest>;

export const textOf = (manifest: Manifest) => `${JSON.stringify(manifest, undefined, 2)}\n`;

/** The manifest of an export; undefined when there is none, or one of another format. */
export function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, manifestName);
  if (!existsSync(file)) return undefined;
  const { success, output } = v.safeParse(
    v.pipe(v.string(), v.parseJson(), Manifest),
    readFileSync(file, 'utf8'),
  );
  return success ? output : undefined;
}

/** What is wrong with the files of an export, in words: nothing, when all are as they were written. */
export async function faultsIn(folder: string, manifest: Manifest): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { path, bytes, sha256 } of manifest.files) {
    if (!existsSync(join(folder, path))) faults.push(`${path} is not there.`);
    else {
      const found = await measured(join(folder, path));
      if (found.bytes !== bytes || found.sha256 !== sha256)
        faults.push(`${path} is not as it was written.`);
    }
  }
  return faults;
}

/** Size and SHA-256 of a file, which is never in memory as a whole. */
export async function measured(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The paths of all files below a folder, with slashes, sorted; without what editors and systems leave beside them. */
export function filesBelow(folder: string): readonly string[] {
  const entries = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
    : [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')) && !path.endsWith('~'))
    .sort();
}
