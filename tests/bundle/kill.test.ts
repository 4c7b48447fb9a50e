import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, inject, test } from 'vitest';
import { live, type Mortal } from './mortal.ts';

const slugs = ['azerbaijan-expels-iranian-diplomats', 'what-happens-to-your-address'];
const rounds = 20;
/** Posts that are under way at one time. */
const writers = 200;
const shares = 20;
const rejections = 20;

const work = mkdtempSync(join(tmpdir(), 'broadside-kill-'));
const built = inject('built');
const settings = { MODERATION: 'none', MIN_SECONDS_TO_COMMENT: '0' };
let site: Mortal | undefined;
let folder = work;

afterAll(async () => {
  await site?.kill();
  for (const one of [work, folder]) rmSync(one, { recursive: true, force: true });
});

/** Somebody else each time. */
const visitorHeaders = (url: string, round: number, n: number) => ({
  Origin: url,
  'Content-Type': 'application/x-www-form-urlencoded',
  'CF-Connecting-IP': `10.${round}.${n >> 8}.${n & 255}`,
  'User-Agent': 'Lynx',
});

const bodyOf = (round: number, n: number) => `Said in round ${round} by number ${n}.`;

/** @returns the id of the comment, once it is acknowledged; undefined for whoever heard nothing. */
async function post(url: string, round: number, n: number): Promise<string | undefined> {
  const answer = await fetch(`${url}/articles/${slugs[n % 2]}/comments`, {
    method: 'POST',
    redirect: 'manual',
    headers: visitorHeaders(url, round, n),
    body: new URLSearchParams({
      name: `Reader ${n}`,
      email: `reader-${round}-${n}@news.example`,
      body: bodyOf(round, n),
    }),
  }).catch(() => undefined);
  if (!answer) return undefined;
  expect(answer.status).toBe(303);
  const location = new URL(answer.headers.get('Location') ?? '', url);
  return location.searchParams.get('comment') ?? '';
}

/** Passes an article on; whether that was counted nobody is told. */
const share = (url: string, round: number, n: number) =>
  fetch(`${url}/articles/${slugs[n % 2]}/share/x`, {
    redirect: 'manual',
    headers: visitorHeaders(url, round, n),
  }).catch(() => undefined);

/** A moderator's decision. @returns whether it was acknowledged */
async function reject({ url, home }: Mortal, id: string): Promise<boolean> {
  const password = home.secrets.MODERATION_PASSWORD;
  const answer = await fetch(`${url}/moderation/comments/${id}/rejection`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      ...visitorHeaders(url, 255, 0),
      Authorization: `Basic ${btoa(`moderator:${password}`)}`,
    },
    body: '',
  }).catch(() => undefined);
  if (!answer) return false;
  expect(answer.status).toBe(303);
  return true;
}

/** What must find nothing, however the site ended. */
const faults = {
  'a broken page': `SELECT * FROM pragma_quick_check WHERE quick_check <> 'ok'`,
  'a row without its parent': 'SELECT * FROM pragma_foreign_key_check',
  'a wrong number of comments': `
    SELECT slug FROM articles WHERE comment_count <>
      (SELECT count(*) FROM comments WHERE comments.slug = articles.slug AND status = 'approved')`,
  'a wrong number of keys': `
    SELECT id FROM keys
    WHERE addresses <> (SELECT count(*) FROM comments WHERE email_key = keys.id)
       OR commenters <> (SELECT count(*) FROM comments WHERE commenter_key = keys.id)`,
  'a key that is not counted':
    'SELECT id FROM comments WHERE email_key NOT IN (SELECT id FROM keys)',
  'a comment whose try was not counted': `
    SELECT id FROM comments WHERE visitor NOT IN (SELECT who FROM tries)`,
  'a try whose comment was not written': `
    SELECT who FROM tries WHERE who NOT IN (SELECT visitor FROM comments)`,
  'a wrong number of shares': `
    SELECT slug FROM articles WHERE share_count <>
      (SELECT count(*) FROM visits WHERE visits.slug = articles.slug AND event = 'share')`,
  'a network with a wrong number': `
    SELECT slug FROM shares WHERE count <>
      (SELECT count(*) FROM visits WHERE visits.slug = shares.slug AND channel = network AND event = 'share')`,
  'a day with a wrong number': `
    SELECT slug FROM counts WHERE count <>
      (SELECT count(*) FROM visits
       WHERE (day, slug, event, channel) = (counts.day, counts.slug, counts.event, counts.channel))`,
  'a decision that was not written down': `
    SELECT id FROM comments
    WHERE status = 'rejected' AND (id, decided_at) NOT IN (SELECT comment_id, decided_at FROM decisions)`,
  'a decision that was not done': `
    SELECT comment_id FROM decisions JOIN comments ON comments.id = comment_id WHERE status <> became`,
};

async function expectSound(
  { ask }: Mortal,
  acknowledged: readonly string[],
  rejected: readonly string[],
) {
  for (const [fault, sql] of Object.entries(faults)) expect(await ask(sql), fault).toEqual([]);
  const lost = 'SELECT value FROM json_each(?1) WHERE value NOT IN (SELECT id FROM comments)';
  expect(await ask(lost, JSON.stringify(acknowledged)), 'a lost comment').toEqual([]);
  const undecided = `SELECT id FROM comments WHERE id IN (SELECT value FROM json_each(?1)) AND status <> 'rejected'`;
  expect(await ask(undecided, JSON.stringify(rejected)), 'a lost decision').toEqual([]);
}

/** The file as it lies there, before anybody opens it again. */
function expectSoundFile(round: number): void {
  const copy = join(work, `copy-${round}`);
  cpSync(join(folder, 'd1'), copy, { recursive: true });
  for (const file of globSync(`${copy}/**/*.sqlite`)) {
    const db = new DatabaseSync(file);
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  }
  rmSync(copy, { recursive: true });
}

test('however often it is killed while readers write, what they were told is there is there, once and whole', {
  timeout: 600_000,
}, async () => {
  const acknowledged: string[] = [];
  const rejected: string[] = [];
  const inLastRound: number[] = [];
  site = await live({ built, settings });
  const { home } = site;
  folder = home.folder;
  for (let round = 0; round < rounds; round++) {
    // The moment is another one in each round: when so many of them have their answer.
    const { heard, unheard, decided } = await untilKilled(site, round, 1 + 4 * round, {
      reject: acknowledged.filter((id) => !rejected.includes(id)).slice(0, rejections),
    });
    expect(heard.size).toBeGreaterThan(0);
    expect(unheard.length).toBeGreaterThan(0);
    acknowledged.push(...heard.values());
    rejected.push(...decided);
    inLastRound.splice(0, Number.POSITIVE_INFINITY, ...heard.keys(), ...unheard);
    expectSoundFile(round);
    site = await live({ built, settings, after: home });
    await expectSound(site, acknowledged, rejected);
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length);

  // Whoever heard nothing sends the same again, and so do those who did: nobody is doubled.
  const { url, ask } = site;
  const again = await Promise.all(inLastRound.map((n) => post(url, rounds - 1, n)));
  expect(new Set(again).size).toBe(inLastRound.length);
  const written = 'SELECT count(*) AS count FROM comments WHERE body LIKE ?1';
  expect(await ask(written, `Said in round ${rounds - 1} by %`)).toEqual([
    { count: inLastRound.length },
  ]);
  await expectSound(site, acknowledged, rejected);
  expect((await fetch(`${url}/articles/${slugs[0]}`)).status).toBe(200);
});

/** Many write at a time, and whoever is answered writes on, until so many were answered: then it is killed. */
async function untilKilled(
  site: Mortal,
  round: number,
  enough: number,
  { reject: ids }: { readonly reject: readonly string[] },
) {
  const heard = new Map<number, string>();
  const unheard: number[] = [];
  const decided: string[] = [];
  let next = 0;
  const write = async () => {
    for (;;) {
      const n = next++;
      const id = await post(site.url, round, n);
      if (id === undefined) return unheard.push(n);
      heard.set(n, id);
      if (heard.size === enough) await site.kill();
    }
  };
  await Promise.all([
    ...Array.from({ length: writers }, write),
    ...Array.from({ length: shares }, (_, n) => share(site.url, round, 60_000 + n)),
    ...ids.map(async (id) => {
      if (await reject(site, id)) decided.push(id);
    }),
  ]);
  return { heard, unheard, decided };
}
