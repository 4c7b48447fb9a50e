// Where the files of a copy are put.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export class CopyFolder {
  readonly #path: string;
  #written = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** How often something was written. */
  get written(): number {
    return this.#written;
  }

  has(file: string): boolean {
    return existsSync(join(this.#path, file));
  }

  read(file: string): Promise<string> {
    return readFile(join(this.#path, file), 'utf8');
  }

  async write(file: string, content: string | NonNullable<Response['body']>): Promise<undefined> {
    const target = join(this.#path, file);
    await mkdir(dirname(target), { recursive: true });
    this.#written += 1;
    await writeFile(target, content);
  }
}
