import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';
import { browsing } from './watch.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';

/** Each would call `hit()`, leave its frame, or break the page, if it were ever more than text. */
const payloads = [
  '<script>hit()</script>',
  '<ScRiPt>hit()</sCrIpT>',
  '<script src=data:,hit()></script>',
  '<script\n>hit()</script >',
  '<scr<script>ipt>hit()</scr</script>ipt>',
  '<img src=x onerror=hit()>',
  '<img src=x onerror="hit()"//',
  '<img/src=x/onerror=hit()>',
  '"><img src=x onerror=hit()>',
  "'><img src=x onerror=hit()>",
  '`><img src=x onerror=hit()>',
  '<svg onload=hit()>',
  '<svg><script>hit()</script></svg>',
  '<svg><animate onbegin=hit() attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=hit()>',
  '<body onload=hit()>',
  '<iframe src=javascript:hit()></iframe>',
  '<iframe srcdoc="<script>parent.hit()</script>">',
  '<object data=javascript:hit()>',
  '<embed src=javascript:hit()>',
  '<form action=javascript:hit()><button>',
  '<details open ontoggle=hit()>',
  '<input autofocus onfocus=hit()>',
  '<video><source onerror=hit()>',
  '<marquee onstart=hit()>',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=data:text/css,*{display:none}>',
  '<base href=https://evil.example/>',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '</ol></section></main></body></html>',
  '</li></ol></details><h1>x</h1>',
  '</p></div></article><article>',
  '<!--',
  '--><script>hit()</script><!--',
  '<![CDATA[<script>hit()</script>]]>',
  '</script><script>hit()</script>',
  '</style><script>hit()</script>',
  '</textarea><script>hit()</script>',
  '</title><script>hit()</script>',
  '&lt;script&gt;hit()&lt;/script&gt;',
  '&#60;img src=x onerror=hit()&#62;',
  '\\x3cscript\\x3ehit()\\x3c/script\\x3e',
  '\\u003cscript\\u003ehit()\\u003c/script\\u003e',
  '\uff1cscript\uff1ehit()\uff1c/script\uff1e',
  '{{constructor.constructor("hit()")()}}',
  '$' + '{hit()} <%= hit() %> #{hit()}',
  'javascript:hit()',
  'javascript://a.example/%0ahit()',
  '[x](javascript:hit())',
  '[x](JaVaScRiPt:hit())',
  '[x](java\tscript:hit())',
  '[x](&#106;avascript:hit())',
  '[x](<javascript:hit()>)',
  '[x](data:text/html,<script>hit()</script>)',
  '[x](vbscript:hit())',
  '[x](https://a.example/"onmouseover=hit()//)',
  "[x](https://a.example/'onmouseover='hit())",
  '[x](<https://a.example/"><script>hit()</script>>)',
  '[x](https://a.example "title" onclick=hit())',
  '[<img src=x onerror=hit()>](https://a.example)',
  '[x][y]\n\n[y]: javascript:hit()',
  '![x](x" onerror="hit())',
  '![x](javascript:hit())',
  '<javascript:hit()>',
  '<https://a.example/"onclick="hit()>',
  'https://a.example/"onmouseover="hit()',
  'https://a.example/<script>hit()</script>',
  'http://a.example/\u0000javascript:hit()',
  '`<script>hit()</script>`',
  '``` <script>hit()</script>',
  '```"><script>hit()</script>\n</code></pre><script>hit()</script>\n```',
  '> <script>hit()</script>\n> - <img src=x onerror=hit()>',
  '1. <svg onload=hit()>\n2. </li></ol><script>hit()</script>',
  '*<img src=x onerror=hit()>* **</strong><script>hit()</script>**',
  '\u202e<script>hit()</script>\u202c',
  '\u2066\u2067\u202e right to left to right \u2069',
  'a\u0300'.repeat(200),
  `${'\u0e49'.repeat(500)} tower`,
  'x'.repeat(9_000),
  `${'https://a.example/'}${'y'.repeat(9_000)}`,
  '👩‍👩‍👧‍👦'.repeat(300),
  '\ufeff\ufffe\uffff\ud800 half',
  '\u2028\u2029hit()',
  '>'.repeat(5_000),
  '- '.repeat(4_000),
  '*a _b '.repeat(1_500),
  '[a]('.repeat(2_000),
  `a${'\n'.repeat(50)}<script>hit()</script>`,
  '<'.repeat(3_000),
  '&'.repeat(3_000),
];

/** Where each of them is typed. */
const forms = [
  ['as its body', (payload: string) => ({ body: payload })],
  [
    'as its name',
    (payload: string) => ({
      body: `In the name: ${payload}`.slice(0, 10_000),
      name: payload.slice(0, 80),
    }),
  ],
  [
    'as its website',
    (payload: string) => ({
      body: `With a website: ${payload}`.slice(0, 10_000),
      website: `https://a.example/${payload}`,
    }),
  ],
] as const;

/** What a comment is drawn with, and its heading. */
const knownElements = [
  'a',
  'blockquote',
  'br',
  'code',
  'em',
  'li',
  'ol',
  'p',
  'pre',
  'strong',
  'ul',
];
const knownAttributes = [
  'aria-hidden',
  'class',
  'd',
  'datetime',
  'dir',
  'href',
  'rel',
  'start',
  'stroke',
  'viewBox',
];

let site: Deployment;
let count = 0;

beforeAll(async () => {
  site = await deploy(inject('built'), { settings: { MODERATION: 'none' } });
  const words = { name: 'Leyla', email: 'leyla@news.example' };
  const page = await site.visitor().open(`/articles/${slug}`);
  for (const [where, typed] of forms) {
    for (const payload of payloads) {
      const posted = await site
        .visitor()
        .submit(page, '#reply form', { ...words, ...typed(payload) });
      // A name of blanks, or a website that is none, comes back; every other one is published.
      if (posted.status !== 422) count++;
      else if (where === 'as its body') throw new Error(`Refused: ${payload}`);
    }
  }
});
afterAll(async () => {
  await site.stop();
  site.remove();
});
const { blank } = browsing(() => site.url);

/** A page that notices whatever runs or leaves, besides what every page is watched for. */
async function watched(options: Parameters<typeof blank>[0] = {}) {
  const noticed: string[] = [];
  const page = await blank(options);
  await page.context().exposeFunction('hit', () => noticed.push('a script ran'));
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(`${options.baseURL ?? site.url}/`))
      noticed.push(`elsewhere: ${frame.url()}`);
  });
  return { page, noticed };
}

/** Every element of a comment is one that the page means to draw, and no more. */
const drawn = (page: Page) =>
  page.evaluate(() => ({
    elements: [
      ...new Set([...document.querySelectorAll('.p-content *')].map(({ localName }) => localName)),
    ].sort(),
    attributes: [
      ...new Set(
        [...document.querySelectorAll('.p-content, .p-content *, h3, h3 *')].flatMap((element) =>
          [...element.attributes].map(({ name }) => name),
        ),
      ),
    ].sort(),
    schemes: [
      ...new Set(
        [...document.querySelectorAll('.comments a')].map((a) =>
          a instanceof HTMLAnchorElement ? a.protocol : '',
        ),
      ),
    ].sort(),
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    // A list that was broken open would leave its section, or take the form into it.
    entries: document.querySelectorAll('.comments > ol > li').length,
    inside: document.querySelectorAll('.comments .p-content').length,
  }));

test('there are more than two hundred of them', () => {
  expect(count).toBeGreaterThan(200);
});

test('none runs, none breaks the page, on any page of the conversation', async () => {
  const { page, noticed } = await watched();
  await page.goto(`/articles/${slug}`);
  let seen = 0;
  for (;;) {
    const { elements, attributes, schemes, entries, inside, isWide } = await drawn(page);
    expect(knownElements).toEqual(expect.arrayContaining(elements));
    expect(knownAttributes).toEqual(expect.arrayContaining(attributes));
    expect(['http:', 'https:']).toEqual(expect.arrayContaining(schemes));
    expect(inside).toBe(entries);
    expect(isWide).toBe(false);
    seen += entries;
    const more = page.locator('.more a');
    if ((await more.count()) === 0) break;
    await page.goto((await more.getAttribute('href')) ?? '');
  }
  expect(seen).toBe(count);
  expect(noticed).toEqual([]);
});

test('nor when further comments are put onto the page by script', async () => {
  const { page, noticed } = await watched();
  await page.goto(`/articles/${slug}`);
  for (let pages = 1; pages * 50 < count; pages++) {
    await page.click('.more a');
    await page.waitForFunction(
      (least) => document.querySelectorAll('.comments > ol > li').length > least,
      pages * 50,
    );
  }
  expect((await drawn(page)).entries).toBe(count);
  expect(await page.locator('#comments + #reply').count()).toBe(1);
  expect(noticed).toEqual([]);
});

test('nor on the desk', async () => {
  const waiting = await deploy(inject('built'), { settings: { MODERATION: 'all' } });
  onTestFinished(async () => {
    await waiting.stop();
    waiting.remove();
  });
  let posted = 0;
  const form = await waiting.visitor().open(`/articles/${slug}`);
  for (const body of payloads) {
    const typing = { body, name: body.slice(0, 80), email: 'leyla@news.example' };
    const page = await waiting.visitor().submit(form, '#reply form', typing);
    if (page.status === 200) posted++;
  }
  const { page, noticed } = await watched({
    baseURL: waiting.url,
    httpCredentials: { username: 'moderator', password: waiting.secrets.MODERATION_PASSWORD },
  });
  let seen = 0;
  for (let path: string | null = '/moderation'; path; ) {
    await page.goto(path);
    const { elements, attributes, schemes, isWide } = await drawn(page);
    expect(knownElements).toEqual(expect.arrayContaining(elements));
    expect(knownAttributes).toEqual(expect.arrayContaining(attributes));
    expect(['http:', 'https:']).toEqual(expect.arrayContaining(schemes));
    expect(isWide).toBe(false);
    seen += await page.locator('.desk .list > ol > li').count();
    const more = page.locator('.more a');
    path = (await more.count()) > 0 ? await more.getAttribute('href') : null;
  }
  expect(posted).toBeGreaterThan(80);
  expect(seen).toBe(posted);
  expect(noticed).toEqual([]);
});

const part = 30;
const parts = payloads.flatMap((_, at) => (at % part ? [] : [at]));

test.each(parts)('nor in a preview, or in the form that keeps them, from %i on', async (from) => {
  const { page, noticed } = await watched();
  for (const payload of payloads.slice(from, from + part)) {
    // Under this one nobody wrote, so that there is less to draw.
    await page.goto('/articles/what-happens-to-your-address');
    await page.fill('[name=body]', payload);
    await page.fill('[name=name]', payload.replaceAll('\n', ' '));
    await page.click('text=Preview');
    await page.waitForSelector('#preview');
    expect(await page.inputValue('[name=body]')).toBe(
      payload.toWellFormed().replaceAll('\u0000', '\ufffd'),
    );
    await page.evaluate(() => sessionStorage.clear());
  }
  expect(noticed).toEqual([]);
});
