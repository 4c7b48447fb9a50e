import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A copy of the project, to write articles into. @param files by their path below `src` */
export function copyProject(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const copy = mkdtempSync(join(tmpdir(), 'broadside-copy-'));
  for (const part of ['package.json', 'tsconfig.json', 'wrangler.toml', 'src']) {
    cpSync(part, join(copy, part), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  for (const [path, content] of Object.entries(files)) {
    const file = join(copy, 'src', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return copy;
}
