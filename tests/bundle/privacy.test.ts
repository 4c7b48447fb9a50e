import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import app from '../../src/index.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { press } from '../reader.ts';
import { filesIn, type Hay, type Needle, needlesOf, search } from './needles.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const article = `/articles/${slug}`;
const address = '203.0.113.77';
const agent = 'Distinctive-Agent/7.0';
const headers = { 'CF-Connecting-IP': address, 'User-Agent': agent };

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
/** Typed into requests that were refused, by status: seen by nobody but the browser that typed them. */
const refused = {
  422: 'typed.in.vain@never.example',
  403: 'sent.from.afar@elsewhere.example',
  413: 'too.much.to.say@epic.example',
  415: 'programme.without.form@robot.example',
} as const;
const emails = [
  ...commenters.flatMap(([, typed, normal]) => [typed, normal]),
  ...Object.values(refused),
];
const needles: readonly Needle[] = [...emails, address, agent].flatMap(needlesOf);

/** Everything that is written lies in here: what was built, wrangler's log, D1, Miniflare's own files. */
const folder = mkdtempSync(join(tmpdir(), 'broadside-private-'));
const built = join(folder, 'built');
let site: Deployment;
/** Every answer the site gave: status, headers and body. Not those that show a form again. */
const answers: Hay[] = [];

beforeAll(async () => {
  vi.stubEnv('TMPDIR', folder);
  build(built); // here too, since what wrangler logs of it is searched
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
  for (const network of ['x', 'email', 'nowhere']) await look(`${article}/share/${network}`);
});

afterAll(async () => {
  await site.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const visitor = () => site.visitor(headers);

/** A visitor whose every answer is kept. */
const overheard = (more: Readonly<Record<string, string>> = {}) =>
  site.visitor({ ...headers, ...more }, keep);

const signedIn = () => ({
  Authorization: `Basic ${btoa(`moderator:${site.secrets.MODERATION_PASSWORD}`)}`,
});

async function keep(copy: Response): Promise<void> {
  const lines = [...copy.headers].map(([name, value]) => `${name}: ${value}`);
  answers.push({
    name: `${copy.status} ${new URL(copy.url).pathname}`,
    bytes: Buffer.from([copy.url, ...lines, await copy.text()].join('\n')),
  });
}

/** Asks once, follows nothing, and keeps the answer. */
async function look(path: string, init: RequestInit = {}): Promise<number> {
  const more = Object.fromEntries(new Headers(init.headers));
  const response = await fetch(site.url + path, {
    ...init,
    redirect: 'manual',
    headers: { ...headers, ...more },
  });
  await keep(response);
  return response.status;
}

/** A comment as a request may bring it that is not our form. */
const send = (body: BodyInit, more: Readonly<Record<string, string>>) =>
  look(`${article}/comments`, { method: 'POST', headers: more, body });

async function decide(name: string, noun: string): Promise<void> {
  const desk = overheard(signedIn());
  const page = await desk.open('/moderation');
  const item = page.html
    .querySelectorAll('.desk li[data-item]')
    .find((entry) => entry.text.includes(`Said by ${name}.`));
  await press(desk, page, noun, `#${item?.id}`);
}

const stored = async () =>
  (await site.db.prepare('SELECT * FROM comments ORDER BY id').all()).results;

describe('on the disk', () => {
  test('no address is found, in no encoding, nor who sent it from where', () => {
    expect(search(filesIn(folder), needles)).toEqual([]);
  });

  test('the files that were searched are those that hold what was written', async () => {
    const names = filesIn(folder).map(({ name }) => name);
    for (const kind of [/\.sqlite$/, /\.sqlite-wal$/, /^wrangler-.*\.log$/, /^index\.js$/]) {
      expect(names).toContainEqual(expect.stringMatching(kind));
    }
    for (const [name] of commenters) {
      const words = { what: 'a comment', bytes: Buffer.from(`Said by ${name}.`) };
      expect(search(filesIn(folder), [words])).not.toEqual([]);
    }
    expect((await stored()).map(({ status }) => status)).toEqual([
      ...['approved', 'approved', 'approved', 'pending', 'rejected', 'pending'],
    ]);
  });
});

describe('in the answers', () => {
  const json = { Accept: 'application/json' };

  test('no address and no part of a hash is found, on no route', async () => {
    const rows = await stored();
    for (const { id } of rows) await look(`/comments/${id}`);
    for (const path of [
      '/nowhere',
      `${article}?parent=${rows[0]?.id}`,
      `${article}?comment=${rows.at(-1)?.id}&view=forged`,
      ...everyPath(String(rows[0]?.id)),
    ]) {
      for (const more of [{}, json, signedIn()]) await look(path, { headers: more });
    }
    expect(answers.length).toBeGreaterThan(50);
    expect(search(answers, [...needles, ...rows.flatMap(hashesIn)])).toEqual([]);
    const keys = rows.map(({ email_key }) => ({
      what: 'a key',
      bytes: Buffer.from(`${email_key}`),
    }));
    const found = search(answers, keys).map(({ where }) => where);
    expect([...new Set(found)]).toEqual(['200 /moderation/retention']);
  });

  test('a hash in an answer would have been found', async () => {
    const [row] = await stored();
    const hash = String(row?.email_hash);
    for (const text of [
      hash,
      hash.slice(0, 12),
      Buffer.from(hash, 'base64url').toString('base64'),
      Buffer.from(hash, 'base64url').toString('hex').toUpperCase(),
    ]) {
      const answer = { name: 'an answer', bytes: Buffer.from(`<li id="${text}">`) };
      expect(search([answer], hashesIn(row ?? {}))).not.toEqual([]);
    }
  });

  test('whoever is turned away is not repeated', async () => {
    const comment = (email: string, body = 'Hear me out.') =>
      new URLSearchParams({ body, name: 'turned away', email });
    const ours = { Origin: site.url };
    expect(await send(comment(refused[403]), { Origin: 'https://elsewhere.example' })).toBe(403);
    const long = comment(refused[413], 'long '.repeat(40_000));
    expect(await send(long, ours)).toBe(413);
    const program = JSON.stringify({ email: refused[415], body: 'Hear me out.' });
    expect(await send(program, { ...ours, 'Content-Type': 'application/json' })).toBe(415);
    expect(await send(comment(refused[422], ''), { ...ours, ...json })).toBe(422);
    expect(search(answers, needles)).toEqual([]);
    expect(search(filesIn(folder), needles)).toEqual([]);
  });

  test('what was typed in vain is shown to whoever typed it, and kept nowhere', async () => {
    const page = await visitor().comment(slug, { body: '', name: 'vain', email: refused[422] });
    expect(page.status).toBe(422);
    expect(page.html.querySelector('[name=email]')?.getAttribute('value')).toBe(refused[422]);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    const shown = [{ name: 'the form again', bytes: Buffer.from(page.source) }];
    const others = emails.filter((email) => email !== refused[422]).flatMap(needlesOf);
    expect(search(shown, others)).toEqual([]);
    expect(search(filesIn(folder), needles)).toEqual([]);
  });
});

test('a comment that fails leaves no address in the log', async () => {
  const broken = await deploy(built, { hasTables: false });
  for (const [name, typed] of commenters) {
    const page = await broken.visitor(headers).comment(slug, { body: 'Lost?', name, email: typed });
    expect(page.status).toBe(503);
  }
  await broken.stop();
  broken.remove();
  expect(broken.logs.join()).toContain('no such table');
  const said = broken.logs.map((line) => ({ name: 'the log', bytes: Buffer.from(line) }));
  expect(search(said, needles)).toEqual([]);
  const quiet = site.logs.map((line) => ({ name: 'the log', bytes: Buffer.from(line) }));
  expect(search(quiet, needles)).toEqual([]);
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
    const answer = { name: 'the other site', bytes: Buffer.from(JSON.stringify(theirs)) };
    expect(search([answer], hashesIn(ours ?? {}))).toEqual([]);
  });
});

test('when a server has ended, what it leaves behind holds no address either', async () => {
  const ended = await deploy(built);
  for (const [name, typed] of commenters) {
    await ended.visitor(headers).comment(slug, { body: `Left by ${name}.`, name, email: typed });
  }
  await ended.stop();
  const left = filesIn(ended.folder);
  expect(search(left, [{ what: 'a comment', bytes: Buffer.from('Left by plain.') }])).not.toEqual(
    [],
  );
  expect(search(filesIn(folder), needles)).toEqual([]);
  ended.remove();
});

/** The path of every page the site has, so that a new one is looked at from its first day. */
function everyPath(id: string): string[] {
  const values = new Map([
    ['slug', slug],
    ['network', 'x'],
    ['id', id],
  ]);
  return app.routes
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => path.replace(/:(\w+)/g, (_, name) => values.get(name) ?? 'unknown'));
}

/** How a keyed hash might be told from the beginning of it: as it is kept, as base64 and as hex. */
function hashesIn(row: Readonly<Record<string, unknown>>): Needle[] {
  const hashes = [row.email_hash, row.commenter_hash, row.retry_key, row.text_key];
  return hashes.map(String).flatMap((hash) => {
    const bytes = Buffer.from(hash, 'base64url');
    return [
      { what: 'a hash', bytes: Buffer.from(hash.slice(0, 8)) },
      { what: 'a hash in base64', bytes: Buffer.from(bytes.toString('base64').slice(0, 8)) },
      { what: 'a hash in hex', bytes: Buffer.from(bytes.toString('hex').slice(0, 12)) },
      { what: 'a hash, raw', bytes: bytes.subarray(0, 8) },
    ];
  });
}
