// Builds the Worker once for the tests that deploy it as it is, into a folder that they find by `inject('built')`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build } from './deployed.ts';

declare module 'vitest' {
  interface ProvidedContext {
    built: string;
  }
}

export default function setup({ provide }: TestProject) {
  const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));
  build(built);
  provide('built', built);
  return () => rmSync(built, { recursive: true });
}
