// A file is there as a whole or not at all: until then it lies beside its place, where nothing looks for it.
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const writeWhole = (file: string, content: string): void =>
  putWhole(file, (part) => writeFileSync(part, content));

export const copyWhole = (from: string, to: string): void =>
  putWhole(to, (part) => copyFileSync(from, part));

function putWhole(file: string, make: (part: string) => void): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const part = join(folder, `.${basename(file)}.part`);
  make(part);
  renameSync(part, file);
}
