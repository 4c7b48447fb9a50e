import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, type Deployment, deploy } from '../deployed.ts';
import type { Reader } from '../reader.ts';
import { type Needle, needlesOf, search } from './needles.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const article = `/articles/${slug}`;
const address = '203.0.113.77';
const agent = 'Distinctive-Agent/7.0';

/** Who comments, how they type their address, and its normal form. */
const commenters = [
  ['plain', 'quintessa.vole@news.example', 'quintessa.vole@news.example'],
  ['capitals', 'Zebulon.Marrow@Letters.Example', 'zebulon.marrow@letters.example'],
  ['tagged', 'oriflamme+baku@post.example', 'oriflamme+baku@post.example'],
  [
    'international',
    'wilhelmina.quark@bücherei.example',
    'wilhelmina.quark@xn--bcherei-n2a.example',
  ],
  ['rejected', 'barnaby.thistlewick@mail.example', 'barnaby.thistlewick@mail.example'],
] as const;
/** Typed into a form that was refused: seen by nobody but the browser that typed it. */
const refused = 'typed.in.vain@never.example';

const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));
let site: Deployment;
/** Every answer the site gave: status, headers and body. */
const answers: { path: string; text: string }[] = [];

const typedAddresses = [...commenters.flatMap(([, typed, normal]) => [typed, normal]), refused];
const needles = () => [
  ...typedAddresses.flatMap((typed) => needlesOf(typed)),
  { what: 'the IP address', bytes: Buffer.from(address) },
  { what: 'the user agent', bytes: Buffer.from(agent) },
];

beforeAll(async () => {
  build(built);
  site = await deploy(built);

  for (const [name, typed] of commenters) {
    await overheard().comment(slug, { body: `Said by ${name}.`, name, email: typed });
  }
  await decide('rejected', 'rejection');
  for (const [name] of commenters.slice(0, 3)) await decide(name, 'approval');
  const [parent] = await stored();
  await overheard().comment(
    slug,
    { body: 'An answer.', name: 'plain', email: commenters[0][1] },
    `?parent=${parent?.id}`,
  );
  await visitor().comment(slug, { body: '', name: 'vain', email: refused });
  for (const network of ['x', 'email', 'nowhere']) await look(`${article}/share/${network}`);
});

afterAll(async () => {
  await site.stop();
  site.remove();
  rmSync(built, { recursive: true });
});

const visitor = (headers = {}) =>
  site.visitor({ 'CF-Connecting-IP': address, 'User-Agent': agent, ...headers });

/** A visitor whose every answer is kept. */
function overheard(): Reader {
  return site.visitor({ 'CF-Connecting-IP': address, 'User-Agent': agent }, keep);
}

async function keep(copy: Response): Promise<void> {
  const headers = [...copy.headers].map(([name, value]) => `${name}: ${value}`);
  answers.push({
    path: `${copy.status} ${new URL(copy.url).pathname}`,
    text: [copy.url, copy.status, ...headers, await copy.text()].join('\n'),
  });
}

async function look(path: string, headers: Record<string, string> = {}): Promise<void> {
  await keep(
    await fetch(site.url + path, {
      redirect: 'manual',
      headers: { 'User-Agent': agent, ...headers },
    }),
  );
}

async function decide(name: string, noun: string): Promise<void> {
  const desk = site.moderator();
  const page = await desk.open('/moderation');
  const item = page.html
    .querySelectorAll('.desk li')
    .find((entry) => entry.text.includes(`Said by ${name}.`));
  await desk.submit(page, `#${item?.id} form[action$=${noun}]`);
}

const stored = async () =>
  (await site.db.prepare('SELECT * FROM comments ORDER BY id').all()).results;

describe('on the disk', () => {
  test('no address is found, in no encoding, nor who sent it from where', () => {
    expect(search(filesIn(site.folder), needles())).toEqual([]);
    expect(search(filesIn(built), needles())).toEqual([]);
  });

  test('the files that were searched are those that hold the comments', async () => {
    const words = [{ what: 'a comment', bytes: Buffer.from('Said by international.') }];
    expect(search(filesIn(site.folder), words)).not.toEqual([]);
    expect(await stored()).toHaveLength(commenters.length + 1);
  });

  const planted = 'quintessa.vole@news.example';
  const hash = (name: string, text: string) => createHash(name).update(text).digest();
  test.each<[string, (text: string) => string | Buffer]>([
    ['plain', (text) => text],
    ['capitals', (text) => text.toUpperCase()],
    ['UTF-16', (text) => Buffer.from(text, 'utf16le')],
    ['base64', (text) => Buffer.from(text).toString('base64')],
    ['base64, one further', (text) => Buffer.from(`.${text}`).toString('base64')],
    ['base64, two further', (text) => Buffer.from(`..${text}`).toString('base64url')],
    ['hex', (text) => Buffer.from(text).toString('hex')],
    ['a form', (text) => new URLSearchParams({ text }).toString()],
    ['JSON', (text) => JSON.stringify(text).replace('@', '\\u0040')],
    ['HTML', (text) => text.replace('@', '&#64;')],
    ['reversed', (text) => [...text].reverse().join('')],
    ['MD5', () => hash('md5', planted).toString('hex')],
    ['SHA-1', () => hash('sha1', planted).toString('base64')],
    ['SHA-256', () => hash('sha256', planted)],
  ])('an address that lay there in %s would have been found', (_, write) => {
    const folder = mkdtempSync(join(tmpdir(), 'broadside-planted-'));
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep/file'), write(`It was ${planted} who wrote.`));
    const found = search(filesIn(folder), needlesOf(planted));
    rmSync(folder, { recursive: true });
    expect(found).not.toEqual([]);
  });
});

describe('in the answers', () => {
  test('no address and no part of a hash is found, on no route', async () => {
    const rows = await stored();
    const [approved] = rows;
    const basic = {
      Authorization: `Basic ${btoa(`moderator:${site.secrets.MODERATION_PASSWORD}`)}`,
    };
    for (const path of [
      '/',
      article,
      `${article}/comments`,
      `${article}?parent=${approved?.id}`,
      `${article}/share`,
      '/articles',
      '/health',
      '/nowhere',
      `/comments/${approved?.id}`,
      '/moderation',
    ]) {
      await look(path);
    }
    await look('/moderation', basic);
    await look(`${article}/share`, { Accept: 'application/json' });
    await look(`${article}?comment=${rows.at(-1)?.id}&view=forged`);

    const hashes = rows.flatMap(({ email_hash, email_key, commenter_hash }) =>
      [email_hash, email_key, commenter_hash].map(String),
    );
    const parts = hashes.flatMap((hash): Needle[] => [
      { what: 'the beginning of a hash', bytes: Buffer.from(hash.slice(0, 8)) },
      {
        what: 'a hash in hex',
        bytes: Buffer.from(Buffer.from(hash, 'base64url').toString('hex').slice(0, 16)),
      },
    ]);
    expect(answers.length).toBeGreaterThan(25);
    const texts = answers.map(({ path, text }) => ({ name: path, bytes: Buffer.from(text) }));
    expect(search(texts, [...needles(), ...parts])).toEqual([]);
  });

  test('what was typed in vain is shown to whoever typed it, and that answer is kept nowhere', async () => {
    const page = await visitor().comment(slug, { body: '', name: 'vain', email: refused });
    expect(page.status).toBe(422);
    expect(page.source).toContain(refused);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
  });
});

test('a comment that fails leaves no address in the log', async () => {
  const broken = await deploy(built, { hasTables: false });
  for (const [name, typed] of commenters) {
    const headers = { 'CF-Connecting-IP': address, 'User-Agent': agent };
    const page = await broken.visitor(headers).comment(slug, { body: 'Lost?', name, email: typed });
    expect(page.status).toBe(503);
  }
  await broken.stop();
  broken.remove();
  expect(broken.logs.join()).toContain('no such table');
  const said = broken.logs.map((line) => ({ name: 'the log', bytes: Buffer.from(line) }));
  expect(search(said, needles())).toEqual([]);
  const quiet = site.logs.map((line) => ({ name: 'the log', bytes: Buffer.from(line) }));
  expect(search(quiet, needles())).toEqual([]);
});

test('the platform is told to log no request, since its log would hold the headers', () => {
  const { observability } = v.parse(
    v.object({ observability: v.unknown() }),
    parse(readFileSync('wrangler.toml', 'utf8')),
  );
  expect(observability).toMatchObject({
    redact_query_string: true,
    logs: { invocation_logs: false },
  });
});

describe('the hash', () => {
  const root = (secret: string) => Buffer.from(secret, 'base64url');
  const key = (secret: string) =>
    Buffer.from(hkdfSync('sha256', root(secret), '', 'broadside email', 32));
  const documented = (secret: string, normal: string) =>
    createHmac('sha256', key(secret)).update(`broadside email\n${normal}`).digest('base64url');

  test('is the documented one, of the normal form', async () => {
    const hashes = new Map((await stored()).map(({ name, email_hash }) => [name, email_hash]));
    for (const [name, , normal] of commenters) {
      expect(hashes.get(name)).toBe(documented(site.secrets.SECRET_KEY, normal));
    }
  });

  test('cannot be confirmed with what the database holds', async () => {
    const rows = await stored();
    const hashes = new Set(rows.map(({ email_hash }) => email_hash));
    const thiefs = ['', ...rows.flatMap((row) => Object.values(row).map(String))];
    for (const [, , normal] of commenters) {
      for (const secret of thiefs) expect(hashes).not.toContain(documented(secret, normal));
      for (const name of ['md5', 'sha1', 'sha256']) {
        expect(hashes).not.toContain(createHash(name).update(normal).digest('base64url'));
      }
    }
  });

  test('of one address has nothing in common on two sites', async () => {
    const other = await deploy(built);
    const [name, typed] = commenters[0];
    await other.visitor().comment(slug, { body: `Said by ${name}.`, name, email: typed });
    const [theirs] = (await other.db.prepare('SELECT * FROM comments').all()).results;
    const [ours] = await stored();
    await other.stop();
    other.remove();
    expect(theirs?.name).toBe(ours?.name);
    expect(theirs?.email_hash).not.toBe(ours?.email_hash);
    expect(theirs?.email_key).not.toBe(ours?.email_key);
  });
});

test('when the server has ended, what it leaves behind holds no address either', async () => {
  await site.stop();
  expect(filesIn(site.folder).length).toBeGreaterThan(0);
  expect(search(filesIn(site.folder), needles())).toEqual([]);
});

function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
}
