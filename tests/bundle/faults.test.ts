import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, expect, inject, test } from 'vitest';
import { type Deployment, deploy, type Options } from '../deployed.ts';
import { type Asked, everyRoute, insideOf, typed, withoutDatabase } from '../every-route.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const work = mkdtempSync(join(tmpdir(), 'broadside-faults-'));
const built = inject('built');
const settings = { MODERATION: 'none', EMAIL_FROM: 'desk@broadside.example' };
const sites: Deployment[] = [];

afterEach(async () => {
  for (const site of sites.splice(0)) {
    await site.stop();
    site.remove();
  }
});
afterAll(() => rmSync(work, { recursive: true }));

async function start(options: Options = {}): Promise<Deployment> {
  const site = await deploy(built, { settings, sendsMail: true, ...options });
  sites.push(site);
  return site;
}

interface Known {
  readonly id: string;
  readonly manageKey: string;
  readonly code: string;
}

/** A site with one comment, by which every route finds something to do. */
async function startWithComment(): Promise<Known & { readonly site: Deployment }> {
  const site = await start();
  const reader = site.visitor();
  const page = await reader.comment(slug, typed);
  const manage = page.html.querySelector('a[href*="/manage?key="]')?.getAttribute('href') ?? '';
  const { source } = await reader.open(`/articles/${slug}/share`);
  return {
    site,
    id: page.url.searchParams.get('comment') ?? '',
    manageKey: new URL(manage, site.url).searchParams.get('key') ?? '',
    code: /\/s\/(\w+)/.exec(source)?.[1] ?? '',
  };
}

/** The same keys, and so the same links, on a database of its own. */
const startLike = ({ secrets }: Deployment, options: Options) =>
  start({ ...options, after: { folder: mkdtempSync(join(work, 'site-')), secrets } });

async function ask({ url, secrets }: Deployment, { route, method, path, body, type }: Asked) {
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      Origin: url,
      Authorization: `Basic ${btoa(`moderator:${secrets.MODERATION_PASSWORD}`)}`,
      'Content-Type': type,
    },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  expect(insideOf(text), route).toEqual([]);
  return [route, answer.status] as const;
}

/** What every route answers while the database is away. */
async function expectWithoutDatabase(site: Deployment, known: Known): Promise<void> {
  const routes = everyRoute({ origin: site.url, slug, ...known });
  const answers = await Promise.all(routes.map((asked) => ask(site, asked)));
  expect(Object.fromEntries(answers)).toEqual(
    Object.fromEntries(routes.map(({ route }) => [route, withoutDatabase[route] ?? 503])),
  );
}

test('a site without its tables, or without a database, serves what it can', async () => {
  const { site, ...known } = await startWithComment();
  await expectWithoutDatabase(await startLike(site, { hasTables: false }), known);
  await expectWithoutDatabase(await startLike(site, { hasDatabase: false }), known);
});

test('a site whose database somebody else holds serves what it can, and all of it once they let go', async () => {
  const { site, ...known } = await startWithComment();
  const [file = ''] = globSync(`${site.folder}/d1/*/*.sqlite`).filter(
    (one) => !one.endsWith('metadata.sqlite'),
  );
  const other = new DatabaseSync(file, { timeout: 5000 }); // until the site has written what it still writes
  other.exec('BEGIN EXCLUSIVE');
  try {
    await expectWithoutDatabase(site, known);
  } finally {
    other.exec('ROLLBACK');
    other.close();
  }
  const reader = site.visitor();
  const page = await reader.open(`/comments/${known.id}`);
  expect(page.html.querySelector(`#comment-${known.id}`)?.text).toContain(typed.body);
  const typing = { ...typed, body: 'Said when it was over.' };
  expect((await reader.comment(slug, typing)).source).toContain(typing.body);
});
