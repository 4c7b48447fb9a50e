import { execFileSync } from 'node:child_process';

/** Articles, style and script, as `npm start` compiles them. */
export default function setup(): void {
  execFileSync(process.execPath, ['src/tools/compile.ts'], { stdio: 'inherit' });
}
