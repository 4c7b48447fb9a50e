import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import type { Page } from '../reader.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const built = inject('built');
let site: Deployment;

beforeAll(async () => {
  site = await deploy(built, { settings: { MODERATION: 'none' } });
});
afterAll(async () => {
  await site.stop();
  site.remove();
});

/** Tries again, as people do, until the site answers: it may be cut off in the middle of a deployment. */
async function patiently(work: () => Promise<Page>): Promise<Page> {
  for (let tries = 1; ; tries++) {
    try {
      const page = await work();
      if (page.status < 500) return page;
    } catch (error) {
      if (tries === 20) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('keys are rotated twice under traffic: nobody is doubled, lost, or taken for another', async () => {
  const original = site.secrets.SECRET_KEY;
  const [second, third] = [0, 1].map(() => randomBytes(32).toString('base64url'));
  const readers = Array.from({ length: 24 }, (_, index) => ({
    reader: site.visitor(),
    email: `reader${index}@news.example`,
    name: `Reader ${index}`,
    first: Promise.withResolvers<void>(),
  }));
  const acknowledged: string[] = [];
  let isOver = false;
  const says = async ({ reader, name, email, first }: (typeof readers)[number]) => {
    for (let count = 0; !isOver || count < 4; count++) {
      const page = await patiently(() => reader.open(`/articles/${slug}`));
      const words = { body: `${name} says ${count}.`, name, email };
      const posted = await patiently(() => reader.submit(page, '#reply form', words));
      expect(posted.status).toBe(200);
      acknowledged.push(words.body);
      first.resolve();
    }
  };
  const talk = Promise.all(readers.map(says));
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));
  // Whoever is cut off in their first comment never got its cookie, and is somebody else from then on.
  await Promise.all(readers.map(({ first }) => first.promise));
  await site.redeploy({ SECRET_KEY: second ?? '', PREVIOUS_SECRET_KEYS: original });
  await pause();
  await site.redeploy({ SECRET_KEY: third ?? '', PREVIOUS_SECRET_KEYS: `${second},${original}` });
  await pause();
  isOver = true;
  await talk;
  // Older comments follow their author to the new key a moment after the answer.
  const keys = () =>
    site.db
      .prepare('SELECT addresses, commenters FROM keys WHERE addresses + commenters > 0')
      .all();
  const { length: count } = acknowledged;
  await expect
    .poll(async () => (await keys()).results, { timeout: 10_000 })
    .toEqual([{ addresses: count, commenters: count }]);
  const { results } = await site.db
    .prepare('SELECT body, name, email_hash, commenter_hash, face FROM comments')
    .all<Record<'body' | 'name' | 'email_hash' | 'commenter_hash' | 'face', string>>();
  expect(results.map(({ body }) => body).sort()).toEqual([...acknowledged].sort());
  for (const { name } of readers) {
    const own = results.filter((row) => row.name === name);
    for (const mark of ['email_hash', 'commenter_hash', 'face'] as const) {
      expect(new Set(own.map((row) => row[mark])).size, `${name}: ${mark}`).toBe(1);
    }
  }
  expect(new Set(results.map((row) => row.email_hash)).size).toBe(readers.length);
});
