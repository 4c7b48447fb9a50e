import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deployedTo, withSiteUrl } from '../../src/tools/site-url.ts';

const said = (...targets: string[]) =>
  `See https://developers.cloudflare.com/workers for more.
Uploaded broadside (2.10 sec)
Deployed broadside triggers (0.53 sec)
${targets.map((target) => `  ${target}\n`).join('')}  schedule: 17 * * * *
Current Version ID: 5e1c0f6e`;

test.each([
  ['https://broadside.leyla.workers.dev', 'https://broadside.leyla.workers.dev'],
  ['http://127.0.0.1:8787/', 'http://127.0.0.1:8787'],
  ['news.example (custom domain)', 'https://news.example'],
  ['news.example (custom domain - zone name: example)', 'https://news.example'],
  ['news.example/*', undefined],
])('%s is where the site is: %s', (target, url) => {
  expect(deployedTo(said(target))).toBe(url);
});

test('of several addresses the first full one counts', () => {
  const url = 'https://broadside.leyla.workers.dev';
  expect(deployedTo(said('news.example/*', url))).toBe(url);
  expect(deployedTo(`Published at ${url} just now`)).toBe(url);
});

const url = 'https://broadside.leyla.workers.dev';

test('the address fills its line, and no other changes', () => {
  const before = readFileSync('wrangler.toml', 'utf8').replace(
    /^SITE_URL = "[^"]*"/m,
    'SITE_URL = ""',
  );
  const after = withSiteUrl(before, url) ?? '';
  const changed = after.split('\n').filter((line, index) => line !== before.split('\n')[index]);
  expect(changed).toEqual([expect.stringMatching(`^SITE_URL = "${url}" +# empty: the origin`)]);
  expect(after.split('\n')).toHaveLength(before.split('\n').length);
});

test.each([
  ["[vars]\nSITE_URL=''\r\nA = 1", `[vars]\nSITE_URL="${url}"\r\nA = 1`],
  ['[vars]\nSITE_URL = "https://news.example" # mine', undefined],
  ['[vars]\n# SITE_URL = ""', undefined],
  ['vars = { SITE_URL = "" }', undefined],
])('%j becomes %j', (before, after) => {
  expect(withSiteUrl(before, url)).toBe(after);
});
