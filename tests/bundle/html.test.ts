// Every kind of page, as it is served, is HTML as the standard has it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject } from '../copy.ts';
import { build, type Deployment, deploy } from '../deployed.ts';
import type { Reader } from '../reader.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const project = copyProject({
  'articles/closed.md':
    '---\nheadline: النهر\ndek: رسالة\nbyline: [نسرين, ليلى]\npublishedAt: 2023-01-01\nlanguage: ar\ncomments: closed\ntags: [حدود]\n---\nكانت جدتي تعيش في تبريز.\n',
});
const built = join(project, 'built');
const validator = new HtmlValidate(
  new StaticConfigLoader({ extends: ['html-validate:standard', 'html-validate:a11y'] }),
);
const marked =
  '*Emphasis*, **strong**, `code` <b>no tag</b>\n\n> a quote\n\n- a\n- b\n\n3. three\n\n```\npre\n```\n\nhttps://press.example/';

/** One where everything is published, and one where everything waits. */
let open: Deployment;
let strict: Deployment;
/** A published comment, and where its author manages it. */
let comment: string;
let manage: string;

beforeAll(async () => {
  build(built, project);
  open = await deploy(built, { project, settings: { MODERATION: 'none', COMMENTS_PER_PAGE: '2' } });
  strict = await deploy(built, { project, settings: { MODERATION: 'all' } });
  const words = { name: 'Leyla', email: 'leyla@news.example' };
  const own = await open.visitor().comment(slug, { ...words, body: marked });
  comment = own.url.searchParams.get('comment') ?? '';
  manage = own.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
  await open.visitor().comment(slug, { ...words, body: 'پاسخ' }, `?parent=${comment}`);
  await open.visitor().comment(slug, { ...words, body: 'A third.' });
  await strict.visitor().comment(slug, { ...words, body: marked });
});
afterAll(async () => {
  for (const site of [open, strict]) {
    await site.stop();
    site.remove();
  }
  rmSync(project, { recursive: true });
});

async function expectValid(source: string): Promise<void> {
  const { results } = await validator.validateString(source);
  expect(
    results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    ),
  ).toEqual([]);
}

test.each([
  ['the front page', 200, () => '/'],
  ['an article without comments', 200, () => '/articles/what-happens-to-your-address'],
  ['an answer to a comment', 200, () => `/articles/${slug}?parent=${comment}`],
  ['further comments', 200, () => `/articles/${slug}/comments`],
  ['the archive', 200, () => '/articles'],
  ['a month', 200, () => '/articles?in=2023-04'],
  ['a tag', 200, () => '/tags/iran'],
  ['a search', 200, () => '/search?q=address'],
  ['a search for nothing that is there', 200, () => '/search?q=zzqq'],
  ['a page that is no article', 200, () => '/pages/about'],
  ['what is kept', 200, () => '/privacy'],
  ['the share page', 200, () => `/articles/${slug}/share`],
  ['the share page of a passage', 200, () => `/articles/${slug}/share?text=the+country`],
  ['a card', 200, () => `/articles/${slug}/card`],
  ['a report', 200, () => `/comments/${comment}/reports`],
  ['the page of one’s own comment', 200, () => manage],
  ['a closed conversation', 200, () => '/articles/closed'],
  ['a page that is not there', 404, () => '/nowhere-at-all'],
])('%s is valid', async (_, status, path) => {
  const page = await open.visitor().open(path());
  expect(page.status).toBe(status);
  await expectValid(page.source);
});

test.each([
  ['the queue', '/moderation'],
  ['an empty list of the desk', '/moderation?status=spam'],
  ['words and blocks', '/moderation/defences'],
  ['the log', '/moderation/log'],
  ['shares and arrivals', '/moderation/shares'],
  ['what is kept, for moderators', '/moderation/retention'],
  ['a conversation at the desk', `/moderation/articles/${slug}`],
])('%s is valid', async (_, path) => {
  const page = await strict.moderator().open(path);
  expect(page.status).toBe(200);
  await expectValid(page.source);
});

test('so is a comment at the desk', async () => {
  const desk: Reader = strict.moderator();
  const { html } = await desk.open('/moderation');
  const more = html.querySelector('.decisions a')?.getAttribute('href') ?? '';
  await expectValid((await desk.open(more)).source);
});

test('so is what answers a form: faults, a preview, a comment that waits', async () => {
  const typed = { name: '', email: 'no', body: 'Kept <as> "typed" & whole' };
  const faulty = await strict.visitor().comment(slug, typed);
  expect(faulty.status).toBe(422);
  await expectValid(faulty.source);
  const sound = { ...typed, name: 'Leyla', email: 'leyla@news.example' };
  const reader = strict.visitor();
  const form = await reader.open(`/articles/${slug}`);
  const looked = await reader.submit(form, '#reply form', { ...sound, preview: '1' });
  expect(looked.html.querySelector('#preview')).not.toBeNull();
  await expectValid(looked.source);
  const report = await open.visitor().open(`/comments/${comment}/reports`);
  const unsaid = await open.visitor().submit(report, 'form[method=post]');
  expect(unsaid.status).toBe(422);
  await expectValid(unsaid.source);
  const mine = await open.visitor().open(manage);
  const emptied = await open.visitor().submit(mine, 'form[action*=edits]', { body: '' });
  expect(emptied.status).toBe(422);
  await expectValid(emptied.source);
  const own = await strict.visitor().comment(slug, sound);
  expect(own.html.querySelector('.own')).not.toBeNull();
  await expectValid(own.source);
});
