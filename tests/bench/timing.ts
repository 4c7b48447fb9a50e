import { execFileSync } from 'node:child_process';

/** How long one page takes, to its last byte. */
export async function milliseconds(url: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(url);
  await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} at ${url}`);
  return Math.round((performance.now() - start) * 100) / 100;
}

/** Of 200 requests, one after the other, once warm. */
export async function median(url: string): Promise<number> {
  for (let i = 0; i < 50; i++) await milliseconds(url);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) times.push(await milliseconds(url));
  return times.sort((a, b) => a - b)[100] ?? Number.NaN;
}

/** What the engine takes to read and run the bundle before it can answer: the median of nine. */
export function startUp(bundle: string): number {
  const program = `const t = performance.now(); await import(${JSON.stringify(bundle)}); console.log(performance.now() - t)`;
  const run = () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }),
    );
  const times = Array.from({ length: 9 }, run).sort((a, b) => a - b);
  return Math.round((times[4] ?? Number.NaN) * 10) / 10;
}
