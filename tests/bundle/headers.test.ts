// The headers of what would be deployed, as a grader from outside sees them: of pages, and of files that no code serves.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';

const built = inject('built');
let site: Deployment;

beforeAll(async () => {
  site = await deploy(built);
});
afterAll(async () => {
  await site.stop();
  site.remove();
});

const files = readdirSync('build/public', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== '_headers')
  .map((entry) => join(entry.parentPath, entry.name).replace(/^build\/public/, ''));

test('there are files to look at', () => {
  expect(files).toContain('/icon.svg');
  expect(files.some((file) => file.startsWith('/pictures/'))).toBe(true);
});

test.each(files)('%s is what it says, runs nothing, and is framed by nobody', async (file) => {
  const { status, headers } = await fetch(site.url + file);
  expect(status).toBe(200);
  const policy = headers.get('Content-Security-Policy');
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src|unsafe-eval/);
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
});

/**
 * What the HTTP Observatory gives and takes, from 100 on, of what it looks at in a site's front page. Bonuses count
 * from 90 points on; from 100 on a site has an A+.
 * @see https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
 */
async function observatoryScore(front: Response): Promise<number> {
  const { headers } = front;
  const header = (name: string) => headers.get(name) ?? '';
  const policy = header('Content-Security-Policy');
  const isSafe = !/unsafe-|data:|\bhttps?:(\s|;|$)/.test(policy);
  const scripts = parse(await front.text()).querySelectorAll('script[src]');
  const cookies = headers.getSetCookie();
  const modifiers = [
    isSafe ? (policy.startsWith("default-src 'none'") ? 10 : 5) : -20,
    policy.includes('frame-ancestors') ? 5 : -20,
    /^(no-referrer|same-origin|strict-origin)/.test(header('Referrer-Policy')) ? 5 : -5,
    Number(/^max-age=(\d+)/.exec(header('Strict-Transport-Security'))?.[1]) >= 15_768_000 ? 0 : -20,
    header('X-Content-Type-Options') === 'nosniff' ? 0 : -5,
    /^same-(origin|site)$/.test(header('Cross-Origin-Resource-Policy')) ? 0 : -20,
    header('Access-Control-Allow-Origin') === '' ? 0 : -50,
    scripts.length === 0 ? 0 : -5,
    cookies.length === 0 ? 0 : -40,
  ];
  const isGiven = (modifier: number) => modifier > 0;
  const sum = (some: readonly number[]) => some.reduce((total, one) => total + one, 0);
  const taken = 100 + sum(modifiers.filter((modifier) => !isGiven(modifier)));
  return taken >= 90 ? taken + sum(modifiers.filter(isGiven)) : taken;
}

test('the front page has an A+ of the HTTP Observatory', async () => {
  expect(await observatoryScore(await fetch(site.url))).toBe(120);
});
