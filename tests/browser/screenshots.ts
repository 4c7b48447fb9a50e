// `npm run screenshots`: the pictures in the README, taken of a site with a small conversation.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, deploy } from '../deployed.ts';
import { launch } from './chromium.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const built = mkdtempSync(join(tmpdir(), 'broadside-built-'));
build(built);
const settings = { MODERATION: 'none', SITE_URL: 'https://news.example' };
const site = await deploy(built, { settings });
const browser = await launch();

async function say(name: string, body: string, parent?: string): Promise<string> {
  const reader = site.visitor();
  const typing = { name, body, email: 'reader@news.example' };
  const page = await reader.comment(slug, typing, parent ? `?parent=${parent}` : '');
  return page.url.searchParams.get('comment') ?? '';
}

const first = await say(
  'Leyla',
  'My grandmother lives in Tabriz, I live in Baku. We used to ask each other about the weather; now we ask each other about the border.\n\nThank you for writing this without shouting.',
);
const second = await say('Samir K.', 'The same here, with an aunt in Ardabil.', first);
await say('Leyla', 'Then you know. I hope the post still goes through.', second);
await say('نسرین', 'از مقاله ممنونم. خواهش می‌کنم ادامه دهید.');

const page = await browser.newPage({ viewport: { width: 1200, height: 760 }, baseURL: site.url });
await page.goto('/');
await page.screenshot({ path: 'docs/article.png' });
await page.evaluate(() => document.querySelector('#comments')?.scrollIntoView());
await page.screenshot({ path: 'docs/conversation.png' });

await page.goto(`/articles/${slug}/share`);
await page.screenshot({ path: 'docs/share.png' });

const strict = await deploy(built);
const asked = strict.visitor();
await asked.comment(slug, {
  name: 'Leyla',
  body: 'My grandmother lives in Tabriz. Is there a source for the second paragraph?',
  email: 'reader@news.example',
});
await strict.visitor().comment(slug, {
  name: 'Best Watches',
  website: 'https://watches.example',
  body: 'Buy https://a.example https://b.example https://c.example https://d.example',
  email: 'bot@bulk.example',
});
const desk = await browser.newPage({
  viewport: { width: 1200, height: 980 },
  baseURL: strict.url,
  httpCredentials: { username: 'moderator', password: strict.secrets.MODERATION_PASSWORD },
});
await desk.goto('/moderation');
await desk.keyboard.press('j');
await desk.screenshot({ path: 'docs/desk.png' });
await strict.stop();
strict.remove();

await browser.close();
await site.stop();
site.remove();
rmSync(built, { recursive: true });
