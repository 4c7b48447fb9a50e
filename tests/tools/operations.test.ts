import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';

let place = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'broadside-operations-'));
  for (const part of ['wrangler.toml', 'src/migrations'])
    cpSync(part, join(place, part), { recursive: true });
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

test('of thousands of deleted comments none comes back with Time Travel', () => {
  const { before, after } = goingBack();
  run('wrangler d1 migrations apply broadside --local');
  remember(5000);
  const kept = erased();
  run(before);
  open((db) => db.exec('DELETE FROM erased')); // which is what going back to the first day does
  run(after);
  expect(kept).toHaveLength(5000);
  expect(erased()).toEqual(kept);
});

/** The commands below "Going back in time" before it is gone back and after, for the database here. */
function goingBack() {
  const text = readFileSync('docs/operations.md', 'utf8');
  const [, commands = ''] = /## Going back in time\n.*?```sh\n(.*?)```/s.exec(text) ?? [];
  const here = commands.replaceAll('npx wrangler', 'wrangler').replaceAll('--remote', '--local');
  const [before = '', after = ''] = here.split(/^.* time-travel restore .*$/m);
  return { before, after };
}

function run(commands: string): void {
  execFileSync('bash', ['-euo', 'pipefail', '-c', commands], {
    cwd: place,
    env: {
      ...process.env,
      PATH: `${resolve('node_modules/.bin')}:${process.env.PATH}`,
      WRANGLER_LOG_PATH: place,
    },
    stdio: 'pipe',
  });
}

const remember = (count: number) =>
  open((db) => {
    const add = db.prepare('INSERT INTO erased (id, erased_at) VALUES (?, ?)');
    for (let n = 1; n <= count; n++) add.run(String(n).padStart(26, '0'), 1_700_000_000_000 + n);
  });

const erased = () => open((db) => db.prepare('SELECT id, erased_at FROM erased ORDER BY id').all());

/** The database of which wrangler keeps the file. */
function open<Found>(use: (db: DatabaseSync) => Found): Found {
  const [file = ''] = globSync(join(place, '.wrangler/state/v3/d1/*/*.sqlite')).filter(
    (name) => !name.endsWith('metadata.sqlite'),
  );
  const db = new DatabaseSync(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}
