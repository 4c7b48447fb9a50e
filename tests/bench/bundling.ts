// What is measured beside the site, or around it, as Workers that can be deployed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const peers = join(import.meta.dirname, 'peers');

/** Builds one of the peers. @returns its folder, below `work` */
export const peer = (work: string, name: 'constant' | 'bare'): string =>
  bundle(join(work, name), `export { default } from './${name}.ts'`);

/** Puts the meter around what was built. @returns its folder, below `work` */
export const meter = (work: string, built: string): string =>
  bundle(
    join(work, 'metered'),
    `import { withMeter } from './metered.ts';
     import worker from ${JSON.stringify(join(built, 'index.js'))};
     export default withMeter(worker);`,
  );

function bundle(folder: string, contents: string): string {
  mkdirSync(folder);
  buildSync({
    stdin: { contents, resolveDir: peers, loader: 'ts' },
    outfile: join(folder, 'index.js'),
    bundle: true,
    format: 'esm',
    target: 'esnext',
    logLevel: 'error',
  });
  return folder;
}
