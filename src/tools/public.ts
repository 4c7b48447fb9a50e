import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Fault } from './faults.ts';

/** The paths of all files of a folder, as the site has them. */
export const filesIn = (folder: string): readonly string[] =>
  (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile())
    .map(
      (entry) => `/${relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/')}`,
    );

/** Files that nobody could ever see, since the Worker is asked first for where they lie. */
export const hiddenFiles = (folder: string, workerFirst: readonly string[]): readonly Fault[] =>
  filesIn(folder).flatMap((path) => {
    const taken = workerFirst.find((pattern) =>
      pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
    );
    if (!taken) return [];
    const place = taken.replace(/\/\*$/, '');
    const message = `would never be served: the Worker answers below ${place}. Put it elsewhere.`;
    return { file: join(folder, path), line: 1, message };
  });
