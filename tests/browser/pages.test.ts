// Every kind of page, as axe sees it: in light and in dark, wide and on the narrowest phone, in the colours of its owner.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { filesIn } from '../bundle/needles.ts';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import { expectSound } from './sound.ts';
import { announce, browsing } from './watch.ts';

/** An article with whatever one can have, and one in another language. */
const article = '/articles/everything';
const project = copyProject({
  'articles/everything.md': `---
headline: Everything that an article can have
dek: And a line under it
byline: [Leyla Mammadova, {name: Samir Aliyev, url: "https://samir.example/"}]
dateline: Baku
publishedAt: 2026-01-01T10:00
updatedAt: 2026-01-02T10:00
image: {src: river.png, alt: The river, credit: Leyla Mammadova}
tags: [Iran, Rivers]
corrections: [{date: 2026-01-02, text: An earlier version named another river.}]
translations: {ar: river}
---

A paragraph with *emphasis*, **weight**, \`code\`, a [link](/articles), [another](https://river.example/) and a note.[^1]

## A heading

> A quote

1. One
2. Two
   - Three

![The river](river.png "The river | Leyla")

| A column that is wide | Another that is wide | And one more that is wide |
|:--|:-:|--:|
| ${'wide '.repeat(9)} | ${'wide'.repeat(9)} | 3 |

\`\`\`
${'a line of code that is longer than any phone is wide '.repeat(3)}
\`\`\`

---

### A smaller heading

The end.

[^1]: The note.
`,
  'articles/river.md':
    '---\nheadline: النهر لا يعرف حدودا\nbyline: نسرين محمد\npublishedAt: 2025-01-01\nlanguage: ar\ntags: [Rivers]\n---\nكانت جدتي تعيش في تبريز.\n',
  'articles/closed.md':
    '---\nheadline: Closed\nbyline: Leyla Mammadova\npublishedAt: 2024-01-01\ncomments: closed\n---\nOver.\n',
  'articles/river.png': encode({
    width: 640,
    height: 360,
    channels: 3,
    data: new Uint8Array(640 * 360 * 3).fill(90),
  }),
});
/** One that every site here has. */
const first = 'azerbaijan-expels-iranian-diplomats';
const built = join(project, 'built');
const words = { body: 'The river *knows* no border.', name: 'Leyla', email: 'leyla@news.example' };
const settings = { SECRET_KEY: randomBytes(32).toString('base64url'), MIN_SECONDS_TO_COMMENT: '0' };

/** A site with a conversation, one on which nobody wrote yet, one without its tables, and one without a key. */
let full: Deployment;
let empty: Deployment;
let broken: Deployment;
let keyless: Deployment;
/** A comment that everything is asked of, one that waits, the places their authors see, and the tokens in these. */
let id = '';
let managed = '';
let waiting = '';
let waitingManaged = '';
let session = '';
let short = '';
/** What a link in a message carries. */
let link = '';
let confirmation = '';

beforeAll(async () => {
  build(built, project);
  full = await deploy(built, {
    project,
    settings: {
      ...settings,
      COMMENTS_PER_PAGE: '2',
      EMAIL_FROM: 'desk@broadside.example',
      WEBHOOK_URL: 'http://127.0.0.1:9/',
    },
    sendsMail: true,
  });
  empty = await deploy(inject('built'), { settings });
  broken = await deploy(inject('built'), { settings, hasTables: false });
  keyless = await deploy(inject('built'), { settings: { SECRET_KEY: '' } });
  await fill();
});
afterAll(async () => {
  for (const site of [full, empty, broken, keyless]) {
    await site.stop();
    site.remove();
  }
  rmSync(project, { recursive: true });
});
const { blank, open } = browsing(() => full.url);

const signedIn = (site: Deployment) => ({
  httpCredentials: { username: 'moderator', password: site.secrets.MODERATION_PASSWORD },
});

type Visit = () => Promise<Page>;
type Place = string | (() => string);

/** @param status a refusal that is meant */
const at =
  (path: Place, site = () => full, status?: number): Visit =>
  () =>
    open(typeof path === 'string' ? path : path(), {
      baseURL: site().url,
      ...signedIn(site()),
      ...(status && { announced: [`an answer of ${status} to GET`] }),
    });

/** A form as a page of the site would send it, once for each of the statuses that it is answered with. */
const sent =
  (statuses: readonly number[], path: Place, fields: () => object, site = () => full): Visit =>
  async () => {
    const action = typeof path === 'string' ? path : path();
    const page = await open(action.startsWith('/moderation') ? '/moderation/defences' : '/', {
      baseURL: site().url,
      ...signedIn(site()),
    });
    for (const status of statuses) {
      if (status >= 400) announce(page, `an answer of ${status} to POST ${action}`);
      await page.evaluate(
        ([where, typed]) => {
          document.documentElement.dataset.left = '';
          const form = document.createElement('form');
          form.method = 'post';
          form.action = where;
          for (const [name, value] of Object.entries(typed)) {
            const field = document.createElement('textarea');
            field.name = name;
            field.value = String(value);
            form.appendChild(field);
          }
          document.body.appendChild(form);
          form.submit();
        },
        [action, fields()] as const,
      );
      await page.waitForSelector('html:not([data-left])');
      await page.waitForLoadState();
    }
    return page;
  };

const onEmpty = () => empty;
const onBroken = () => broken;
const onKeyless = () => keyless;

/** What answers GET with a page, in each of its states. */
const pages: Readonly<Record<string, Readonly<Record<string, Visit>>>> = {
  '/': {
    'the front page': at('/'),
    'the front page before anybody answered': at('/', onEmpty),
    'the front page without its database': at('/', onBroken),
    'the front page without a key': at('/', onKeyless),
  },
  '/articles': {
    'the archive': at('/articles'),
    'a year of the archive': at('/articles?in=2026'),
  },
  '/articles/:slug': {
    'an article with everything': at(article),
    'an article in another language': at('/articles/river'),
    'an article that takes no comments': at('/articles/closed'),
    'an answer to be written': at(() => `${article}?parent=${id}#leave-a-reply`),
    'a comment of one’s own that waits': at(() => waiting),
    'the newest first': at(`${article}?sort=newest`),
  },
  '/articles/:slug/comments': {
    'all comments': at(`${article}/comments`),
    'further comments': at(() => `${article}/comments?after=${id}`),
  },
  '/articles/:slug/card': { 'a card': at(`${article}/card`) },
  '/articles/:slug/share': {
    'the share page': at(`${article}/share`),
    'a passage to share': at(`${article}/share?text=A%20quote`),
    'a comment to share': at(() => `${article}/share?comment=${id}`),
  },
  '/tags/:tag': { 'a tag': at('/tags/rivers') },
  '/search': {
    'an empty search': at('/search'),
    'a search that finds': at('/search?q=everything'),
    'a search that finds nothing': at('/search?q=zeppelin'),
  },
  '/pages/:slug': { 'a page that is no article': at('/pages/about') },
  '/comments/:id/reports': {
    'a report': at(() => `/comments/${id}/reports`),
    'a report that was sent': at(() => `/comments/${id}/reports?sent`),
  },
  '/comments/:id/manage': {
    'a comment that its author may change': at(() => waitingManaged),
    'one that was published': at(() => managed),
  },
  '/privacy': {
    privacy: at('/privacy'),
    'privacy where no mail is sent': at('/privacy', onEmpty),
    'privacy once a link was sent': at('/privacy?sent#yours'),
  },
  '/privacy/link': {
    'a link from a message': at(() => `/privacy/link?token=${link}`),
    'a confirmation': at(() => `/privacy/link?token=${confirmation}`),
  },
  '/privacy/comments': { 'one’s own comments': at(() => `/privacy/comments${session}`) },
  '/moderation': {
    'the desk': at('/moderation'),
    'the desk when nothing waits': at('/moderation', onEmpty),
    'the desk without a key': at('/moderation', onKeyless),
    'what was published': at('/moderation?status=approved'),
    'what was rejected': at('/moderation?status=rejected'),
    spam: at('/moderation?status=spam'),
    'a part of the queue, after a decision': at(
      '/moderation?q=waits&reason=first&article=everything&undo=01ARZ3NDEKTSV4RRFFQ69G5FAV&decided=2&changed=1',
    ),
  },
  '/moderation/comments/:id': {
    'a published comment at the desk': at(() => `/moderation/comments/${id}`),
  },
  '/moderation/articles/:slug': {
    'a conversation at the desk': at(`/moderation${article}`),
    'an answer of the newsroom': at(() => `/moderation${article}?parent=${id}#answer`),
    'a conversation that has not begun': at('/moderation/articles/closed'),
  },
  '/moderation/defences': {
    'words and blocks': at('/moderation/defences'),
    'no words, no blocks': at('/moderation/defences', onEmpty),
  },
  '/moderation/shares': {
    'shares and arrivals': at('/moderation/shares'),
    'those of one article': at('/moderation/shares?days=7&article=everything'),
    'no shares': at('/moderation/shares', onEmpty),
  },
  '/moderation/log': {
    decisions: at('/moderation/log'),
    'no decisions': at('/moderation/log', onEmpty),
  },
  '/moderation/retention': {
    'what is kept, for moderators': at('/moderation/retention'),
    'what is kept, before anything was': at('/moderation/retention', onEmpty),
    'what is kept, without a key': at('/moderation/retention', onKeyless),
  },
};

/** What answers GET with something else. */
const noPages = [
  '/articles/:slug/comments.atom',
  '/articles/:slug/qr.svg',
  '/articles/:slug/share/:network',
  '/atom.xml',
  '/comments.atom',
  '/comments/:id',
  '/feed.json',
  '/feed.xml',
  '/health',
  '/moderation/exports/:table',
  '/moderation/log.csv',
  '/moderation/shares.csv',
  '/news-sitemap.xml',
  '/oembed',
  '/privacy/comments.json',
  '/robots.txt',
  '/s/:code',
  '/share',
  '/sitemap.xml',
];

const comments = `${article}/comments`;
const typed = () => ({ ...words, body: `Typed at ${performance.now()}.` });

/** What is answered to what cannot be done. */
const refusals: Readonly<Record<string, Visit>> = {
  '401, to a wrong password': () =>
    open('/moderation', {
      httpCredentials: { username: 'moderator', password: 'a guess' },
      announced: ['an answer of 401 to GET /moderation'],
    }),
  '403, to a form of another site': async () => {
    const page = await blank({ announced: ['an answer of 403'] });
    await page.setContent(`<form method="post" action="${full.url}${comments}"><button>`);
    await page.click('button');
    await page.waitForSelector('.masthead');
    return page;
  },
  '404, with a field to search': at('/2023/04/a-river-knows-no-border.html', () => full, 404),
  '404, where a link is used up': at('/privacy/link?token=spent', () => full, 404),
  '409, to words said before': sent([200, 409], comments, () => ({
    ...words,
    body: 'Twice.',
    token: String(performance.now()),
  })),
  '409, to words that came too late': sent([409], '/articles/closed/comments', typed),
  '413, to too much at once': sent([413], comments, () => ({ body: 'x'.repeat(140_000) })),
  '415, to what is no form': async () => {
    const page = await open('/', { announced: [`an answer of 415 to POST ${comments}`] });
    await page.evaluate((action) => {
      document.documentElement.dataset.left = '';
      const form = document.createElement('form');
      form.method = 'post';
      form.enctype = 'text/plain';
      form.action = action;
      document.body.appendChild(form);
      form.submit();
    }, comments);
    await page.waitForSelector('html:not([data-left])');
    return page;
  },
  '422, to an empty form': sent([422], comments, () => ({ parent: id })),
  '422, to a report without a reason': sent(
    [422],
    () => `/comments/${id}/reports`,
    () => ({ words: 'Why?' }),
  ),
  '422, to a change that leaves nothing': sent([422], changes, () => keyed(waitingManaged, '')),
  '422, to an address that is none': sent([422], '/privacy/links', () => ({ email: 'leyla' })),
  '422, to a name that is none': sent([422], '/privacy/names', () => ({
    session: new URLSearchParams(session).get('session'),
    name: ' ',
  })),
  '422, to an address that is none, at the desk': sent([422], '/moderation/commenters', () => ({
    email: 'leyla',
  })),
  '422, to a word that is none': sent([422], '/moderation/phrases', () => ({ phrase: ' ' })),
  '422, to an answer that says nothing': sent([422], `/moderation${comments}`, () => ({
    as: 'editor',
  })),
  '429, to many wrong passwords': async () => {
    const page = await blank({
      announced: ['an answer of 401 to GET /moderation', 'an answer of 429 to GET /moderation'],
      httpCredentials: { username: 'moderator', password: 'a guess' },
      userAgent: 'Whoever guesses',
    });
    await page.goto('/moderation');
    // In this minute, and in the next, should that begin meanwhile.
    await full.db
      .prepare(
        'INSERT OR REPLACE INTO tries (day, minute, who, count) SELECT day, minute + value, who, 200 FROM tries, json_each(?1)',
      )
      .bind('[0, 1]')
      .run();
    await page.goto('/moderation');
    return page;
  },
  '503, without its database': at('/privacy/link?token=lost', onBroken, 503),
  '503, to a comment': sent([503], comments.replace('everything', first), typed, onBroken),
  '503, to a change': sent([503], changes, () => keyed(waitingManaged, 'Changed.'), onBroken),
  '503, to a report': sent(
    [503],
    () => `/comments/${id}/reports`,
    () => ({ reason: 'abuse', words: 'Rude.' }),
    onBroken,
  ),
};

/** As its author's page sends it. */
function keyed(place: string, body: string) {
  return { key: new URL(place, full.url).searchParams.get('key'), body };
}

function changes(): string {
  return new URL(waitingManaged, full.url).pathname.replace('manage', 'edits');
}

const wide = { width: 1280, height: 900 };
const phone = { width: 320, height: 640 };
const looks = [
  ['a desktop in the light', wide, { colorScheme: 'light', forcedColors: 'none' }],
  ['a phone in the dark', phone, { colorScheme: 'dark', forcedColors: 'none' }],
  ['a phone in the light', phone, { colorScheme: 'light', forcedColors: 'none' }],
  ['a phone in the colours of its owner', phone, { forcedColors: 'active' }],
  ['a desktop in the dark', wide, { colorScheme: 'dark', forcedColors: 'none' }],
] as const;

async function expectSoundInEveryLook(page: Page): Promise<void> {
  for (const [look, viewport, colours] of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia(colours);
    await expectSound(page, look);
  }
}

test('no page is forgotten', async () => {
  const worker = await import(pathToFileURL(join(inject('built'), 'index.js')).href);
  const { routes: every } = v.parse(Routes, worker.default);
  const routes = every.filter(({ method }) => method === 'GET').map(({ path }) => path);
  expect([...Object.keys(pages), ...noPages].sort()).toEqual([...new Set(routes)].sort());
});

test.each(noPages)('%s is no page', async (route) => {
  const path = route
    .replace(':slug', 'everything')
    .replace(':network', 'x')
    .replace(':id', id)
    .replace(':table', 'comments')
    .replace('/s/:code', short);
  const query = { '/privacy/comments.json': session, '/oembed': `?url=${full.url}${article}` };
  const { status, headers } = await fetch(
    full.url + path + (new Map(Object.entries(query)).get(route) ?? ''),
    {
      redirect: 'manual',
      headers: { Authorization: `Basic ${btoa(`moderator:${full.secrets.MODERATION_PASSWORD}`)}` },
    },
  );
  expect(status).toBeLessThan(400);
  expect(headers.get('Content-Type') ?? '').not.toContain('html');
});

const Routes = v.object({
  routes: v.array(v.object({ method: v.string(), path: v.string() })),
});

const states = Object.entries(pages).flatMap(([route, visits]) =>
  Object.entries(visits).map(([what, visit]) => [what, route, visit] as const),
);

describe('no barrier, and nothing that runs off the side', () => {
  test.each(states)('%s', async (_, route, visit) => {
    const page = await visit();
    const pattern = new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`);
    expect(new URL(page.url()).pathname).toMatch(pattern);
    await expectSoundInEveryLook(page);
  });

  test.each(Object.entries(refusals))('%s', async (_, visit) => {
    await expectSoundInEveryLook(await visit());
  });
});

/** Something of everything that a site can hold. */
async function fill(): Promise<void> {
  const desk = full.moderator();
  const decide = async (one: string, noun: string) => {
    const page = await desk.open(`/moderation/comments/${one}`);
    return desk.submit(page, 'form.list', { decision: `${noun} ${one}` });
  };
  async function say(body: string, more: Readonly<Record<string, string>> = {}, parent = '') {
    const reader = full.visitor();
    const query = parent && `?parent=${parent}`;
    const page = await reader.comment('everything', { ...words, body, ...more }, query);
    const own = page.html.querySelector('.own .status a')?.getAttribute('href');
    if (!own) throw new Error(`${body} was answered with ${page.status}`);
    return { reader, own, url: page.url, id: page.url.searchParams.get('comment') ?? '' };
  }
  async function publish(...said: Parameters<typeof say>) {
    const comment = await say(...said);
    await decide(comment.id, 'approval');
    return comment;
  }
  ({ id, own: managed } = await publish(words.body, { website: 'https://leyla.example/' }));
  const reply = await publish('It does not.', { name: 'Samir' }, id);
  await publish(
    `Nor does\n\n\`\`\`\n${'the sea '.repeat(60)}\n\`\`\`\n> a quote\n\n- a list`,
    {},
    reply.id,
  );
  await publish('از مقاله ممنونم. خواهش می‌کنم ادامه دهید.', { name: 'نسرین' });
  const gone = await publish('Not meant.');
  await publish('What was?', {}, gone.id);
  await gone.reader.submit(await gone.reader.open(gone.own), 'form[action$=deletion]');
  await decide((await say('Off it.')).id, 'rejection');
  await decide((await say('Buy https://a.example and https://b.example')).id, 'spam');
  await desk.submit(await desk.open('/moderation/defences'), '.search', { phrase: 'buy now' });
  const ofReply = await desk.open(`/moderation/comments/${reply.id}`);
  await desk.submit(ofReply, 'form[action$=blocks]', { kind: 'commenter' });
  const newsroom = await desk.open(`/moderation${article}?parent=${id}`);
  await desk.submit(newsroom, '.reply form', { body: 'Thank you.', as: 'author-0' });
  await desk.submit(await desk.open(`/moderation/comments/${id}`), 'form[action$=pins]');
  for (const body of ['Buy now, and wait.', 'x'.repeat(300)]) await say(body, {}, id);
  const last = await say('It waits.');
  waiting = last.url.pathname + last.url.search;
  waitingManaged = last.own;
  const stranger = full.visitor();
  const report = await stranger.open(`/comments/${id}/reports`);
  await stranger.submit(report, 'form', { reason: 'abuse', words: 'Rude.' });
  await fetch(`${full.url}${article}/share/telegram`, { redirect: 'manual' });
  const shared = await stranger.open(`${article}/share`);
  const address = shared.html.querySelector('#short')?.getAttribute('value') ?? '';
  short = new URL(address).pathname;
  await stranger.open(`${short}?via=telegram`);
  const { email } = words;
  const found = await desk.open('/moderation/retention');
  session = (await desk.submit(found, 'main form', { email })).url.search;
  await stranger.submit(await stranger.open('/privacy'), '#yours form', { email });
  link = await mailed('Somebody, probably you');
  confirmation = await mailed('with this address');
  await fetch(`${full.url}/cdn-cgi/local/scheduled`);
}

/** The token in a message that says something, once it was sent. */
const mailed = (what: string) =>
  vi.waitFor(() => {
    const letters = filesIn(full.folder).map(({ bytes }) => bytes.toString());
    const letter = letters.find((one) => one.includes(what) && one.includes('/privacy/link'));
    return /token=([\w-]+)/.exec(letter ?? '')?.[1] ?? Promise.reject(new Error(what));
  }, 20_000);
