import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import app from '../src/index.ts';
import { keysOf } from '../src/tools/schema.ts';

const readme = readFileSync('README.md', 'utf8');

const wrangler = v.parse(
  v.object({
    vars: v.record(v.string(), v.unknown()),
    secrets: v.object({ required: v.array(v.string()) }),
  }),
  parse(readFileSync('wrangler.toml', 'utf8')),
);

const routes = new Set(
  app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`),
);

test.each([...routes])('the README tells of %s', (route) => {
  expect(readme).toContain(`| \`${route}\` |`);
});

test('the README tells of no route that is not there', () => {
  const told = found(/^\| `((?:GET|POST) [^`]+)` \|/gm, readme);
  expect(told.filter((route) => !routes.has(route))).toEqual([]);
});

/** Optional secrets are named nowhere else. */
const settings = found(/^ {2}([A-Z_]+): /gm, readFileSync('src/env.ts', 'utf8'));

test.each([...new Set([...Object.keys(wrangler.vars), ...wrangler.secrets.required, ...settings])])(
  'the README tells of %s',
  (setting) => {
    expect(readme).toContain(`| \`${setting}\` |`);
  },
);

/** SHARE_NETWORKS is told by its number, and the first deployment writes SITE_URL. */
const defaults = Object.entries(wrangler.vars).filter(
  ([name]) => !['SHARE_NETWORKS', 'SITE_URL'].includes(name),
);

test.each(defaults)('the README gives the default of %s: %j', (name, value) => {
  expect(readme).toContain(`| \`${name}\` | ${value === '' ? 'empty' : `\`${value}\``} |`);
});

test.each(found(/CREATE TABLE IF NOT EXISTS (\w+)/g, readFileSync('schema.sql', 'utf8')))(
  'the README tells of the table %s',
  (table) => {
    expect(readme).toContain(`| \`${table}\` |`);
  },
);

test.each([...new Set([...keysOf.article, ...keysOf.page])])(
  'the README tells of the front matter key %s',
  (key) => {
    expect(readme).toContain(`| \`${key}\` |`);
  },
);

const packages = v.parse(
  v.object({
    scripts: v.record(v.string(), v.string()),
    dependencies: v.record(v.string(), v.string()),
    devDependencies: v.record(v.string(), v.string()),
  }),
  JSON.parse(readFileSync('package.json', 'utf8')),
);

test.each(Object.entries({ ...packages.dependencies, ...packages.devDependencies }))(
  'the README gives the reason for %s, which is pinned to %s',
  (name, version) => {
    expect(readme).toContain(`**${name}**`);
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  },
);

test.each(found(/npm run ([\w:]+)/g, readme))('%s is a command', (script) => {
  expect(Object.keys(packages.scripts)).toContain(script);
});

function found(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

test.each(
  found(
    /'(\w+)'/g,
    /type Use =([^;]+);/.exec(readFileSync('src/model/keys.ts', 'utf8'))?.[1] ?? '',
  ),
)('SECURITY.md names the key for %s', (use) => {
  expect(readFileSync('SECURITY.md', 'utf8')).toContain(`\`${use}\``);
});
