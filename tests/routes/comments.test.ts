import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tidy } from '../../src/model/retention.ts';
import { watched } from '../../src/routes/database.ts';
import { type Page, Reader } from '../reader.ts';
import { ask, first, moderator, origin, press, second, visitor } from '../site.ts';

const words = {
  body: 'The river knows no border.',
  name: 'Leyla',
  email: 'leyla@news.example',
  website: 'https://leyla.example/',
};

const everybody = { MODERATION: 'none' };

beforeEach(async () => {
  for (const table of ['comments', 'tries', 'phrases'])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});

afterEach(() => {
  vi.useRealTimers();
});

const storedComments = async () => (await env.DB.prepare('SELECT * FROM comments').all()).results;

async function approveAll(): Promise<void> {
  const desk = moderator();
  for (let page = await desk.open('/moderation'); page.html.querySelector('form.list'); )
    page = await press(desk, page, 'approval');
}

const ownOf = (page: Page) => page.html.querySelector(page.url.hash);
const textOfComments = (page: Page) => page.html.querySelector('#comments')?.text ?? '';
const kept = (page: Page, name: string) =>
  page.html.querySelector(`[name=${name}]`)?.getAttribute('value');

describe('posting', () => {
  test('a first comment waits for moderation, and its author is led to it in place', async () => {
    const reader = visitor();
    const page = await reader.comment(first, words);

    expect(reader.redirects).toHaveLength(1);
    expect(reader.redirects[0]?.status).toBe(303);
    expect(reader.redirects[0]?.location).toMatch(
      new RegExp(`^/articles/${first}\\?comment=(\\w{26})&view=[\\w.-]+#comment-\\1$`),
    );
    expect(page.status).toBe(200);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(ownOf(page)?.text).toContain(words.body);
    expect(ownOf(page)?.querySelector('.status')?.text).toContain('Awaiting moderation');
  });

  test('nobody else sees a comment that waits', async () => {
    const reader = visitor();
    await reader.comment(first, words);
    for (const path of ['/', `/articles/${first}`, `/articles/${first}/comments`]) {
      expect((await reader.open(path)).source).not.toContain(words.body);
    }
  });

  test('its author sees it without a cookie', async () => {
    const reader = visitor();
    await reader.comment(first, words);
    const page = await visitor().open(reader.redirects[0]?.location ?? '');
    expect(page.source).toContain(words.body);
  });

  test('an approved comment is there for everybody, signed and linked', async () => {
    await visitor().comment(first, words);
    await approveAll();
    const page = await visitor().open(`/articles/${first}`);
    expect(textOfComments(page)).toContain(words.body);
    expect(textOfComments(page)).toContain('1 Comment');
    const link = page.html.querySelector('#comments a.p-author');
    expect(link?.getAttribute('href')).toBe(words.website);
    expect(link?.getAttribute('rel')).toBe('ugc nofollow noopener');
    expect(page.html.querySelector('.jump')?.text).toContain('Leave a comment (1)');
  });

  test('a rejected comment tells its author, and nobody else', async () => {
    const reader = visitor();
    await reader.comment(first, words);
    const desk = moderator();
    await press(desk, await desk.open('/moderation'), 'rejection');
    const own = await visitor().open(reader.redirects[0]?.location ?? '');
    expect(ownOf(own)?.querySelector('.status')?.text).toContain('Not published');
    expect((await visitor().open(`/articles/${first}`)).source).not.toContain(words.body);
  });

  test('after one approved comment, whoever holds the cookie need not wait', async () => {
    const reader = visitor();
    await reader.comment(first, words);
    expect([...reader.cookies.keys()]).toEqual(['__Host-commenter']);
    await approveAll();
    const page = await reader.comment(second, { ...words, body: 'And another thing.' });
    expect(ownOf(page)?.querySelector('.status')?.text).toContain('Published');
    expect((await visitor().open(`/articles/${second}`)).source).toContain('And another thing.');
  });

  test('typing the address of an approved commenter earns nothing', async () => {
    await visitor().comment(first, words);
    await approveAll();
    const page = await visitor().comment(first, { ...words, body: 'I am Leyla, too.' });
    expect(ownOf(page)?.querySelector('.status')?.text).toContain('Awaiting moderation');
  });

  test('a made-up cookie earns nothing', async () => {
    const reader = visitor({}, { Cookie: '__Host-commenter=AAAAAAAAAAAAAAAAAAAAAA' });
    const page = await reader.comment(first, words);
    expect(ownOf(page)?.querySelector('.status')?.text).toContain('Awaiting moderation');
  });

  test('where all wait, an approved commenter waits too', async () => {
    const reader = visitor({ MODERATION: 'all' });
    await reader.comment(first, words);
    await approveAll();
    const page = await reader.comment(first, { ...words, body: 'One more thing.' });
    expect(ownOf(page)?.querySelector('.status')?.text).toContain('Awaiting moderation');
  });

  test('where nobody waits, a comment appears at once', async () => {
    await visitor(everybody).comment(first, words);
    expect(textOfComments(await visitor().open('/'))).toContain(words.body);
  });

  test('of the address only the keyed hash is kept', async () => {
    await visitor().comment(first, words);
    const [row] = await storedComments();
    expect(row?.email_hash).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(row).toLowerCase()).not.toContain('news.example');
  });

  test('one address typed in two ways gives one hash', async () => {
    await visitor().comment(first, words);
    await visitor().comment(first, { ...words, email: ' LEYLA@News.Example ' });
    const hashes = (await storedComments()).map((row) => row.email_hash);
    expect(hashes).toHaveLength(2);
    expect(new Set(hashes).size).toBe(1);
  });

  describe('costs', () => {
    beforeEach(() => {
      // A new minute would have forgotten who wrote in the last one.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12, 0, 20) });
    });

    /** Round trips of posting, without the one for the day's salt, which a Worker asks for once a day. */
    async function tripsOf(reader: Reader, body: string): Promise<number> {
      const { db, cost } = watched(env.DB);
      const page = await reader.open(`/articles/${first}`);
      let trips = 0;
      const counting = new Reader(
        async (request) => {
          const answer = await ask(request, { DB: db });
          if (request.method === 'POST') trips = cost.roundTrips - 1;
          return answer;
        },
        origin,
        { Cookie: [...reader.cookies].map((pair) => pair.join('=')).join('; ') },
      );
      expect((await counting.submit(page, '#reply form', { ...words, body })).status).toBe(200);
      return trips;
    }
    const sayBefore = async (body: string, settings: object = everybody) => {
      const reader = visitor(settings, { 'CF-Connecting-IP': '203.0.113.9' });
      await reader.comment(second, { ...words, body });
      return reader;
    };
    const body = 'Nobody has ever asked it.';

    test('one round trip, where nothing is known of who writes', async () => {
      expect(await tripsOf(visitor(), body)).toBe(1);
      expect(await tripsOf(visitor(), 'Well.')).toBe(2); // the same visitor, a moment later
      await env.DB.prepare('DELETE FROM tries').run();
      expect(await tripsOf(await sayBefore('Ah.', {}), 'So be it.')).toBe(1); // whose first one still waits
      const statuses = (await storedComments()).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set(['pending']));
    });

    test.each([
      ['who writes was published before', 'approved', () => sayBefore('Hm.')],
      ['the same is said elsewhere', 'pending', async () => (await sayBefore(body)) && visitor()],
      [
        'the desk watches for phrases',
        'spam',
        async () => {
          const desk = moderator();
          const phrase = { phrase: 'ever', effect: 'spam' };
          const page = await desk.open('/moderation/defences');
          await desk.submit(page, 'form[action$=phrases]', phrase);
          return visitor();
        },
      ],
    ])('two where %s, and it is %s', async (_, status, begin) => {
      expect(await tripsOf(await begin(), body)).toBe(2);
      expect((await storedComments()).at(-1)).toMatchObject({ body, status });
    });
  });
});

describe('what a comment says', () => {
  const said = async (body: string) => {
    const reader = visitor(everybody);
    const page = await reader.comment(first, { ...words, body });
    return page.html.querySelector('.own .p-content');
  };

  test('is drawn with its emphasis, quotes, lists and links', async () => {
    const content = await said(
      '*One* **two** `three`\nline two\n\n> said\n\n3. c\n4. [d](https://d.example)\n\n```\ncode\n```',
    );
    expect(content?.innerHTML).toBe(
      '<p dir="auto"><em>One</em> <strong>two</strong> <code>three</code><br>line two</p>' +
        '<blockquote dir="auto"><p>said</p></blockquote>' +
        '<ol dir="auto" start="3"><li><p>c</p></li><li><p>' +
        '<a href="https://d.example/" rel="ugc nofollow noopener">d</a></p></li></ol>' +
        '<pre dir="auto"><code>code</code></pre>',
    );
  });

  test('is never HTML', async () => {
    const content = await said('<b onclick="x()">bold</b> `<i>` [<u>](https://a.example/?"><s>)');
    expect(content?.innerHTML).toBe(
      '<p dir="auto">&lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt; <code>&lt;i&gt;</code> ' +
        '<a href="https://a.example/?%22%3E%3Cs%3E" rel="ugc nofollow noopener">&lt;u&gt;</a></p>',
    );
  });

  test('is read once, when it is written: what is drawn is what was stored', async () => {
    await said('*One*');
    await env.DB.prepare(`UPDATE comments SET tree = '[["p",["strong","Two"]]]'`).run();
    const content = (await visitor().open(`/articles/${first}`)).html.querySelector('.p-content');
    expect(content?.innerHTML).toBe('<p dir="auto"><strong>Two</strong></p>');
  });

  test('is told to machines without its marks', async () => {
    await said('*One* [two](https://two.example)');
    const { html } = await visitor().open(`/articles/${first}`);
    const data = JSON.parse(html.querySelector('script[type="application/ld+json"]')?.text ?? '');
    expect(data.comment[0].text).toBe('One two');
  });
});

describe('a preview', () => {
  const preview = (typing: Partial<typeof words>, slug: string = first, query = '') => {
    const reader = visitor();
    return reader
      .open(`/articles/${slug}${query}`)
      .then((page) => reader.submit(page, '#reply form', { ...typing, preview: '1' }));
  };

  test('shows what was typed as it will look, and writes nothing', async () => {
    const page = await preview({ ...words, body: 'A *river*' });
    expect(page.status).toBe(200);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(page.html.querySelector('#preview')?.innerHTML).toContain('A <em>river</em>');
    expect(await storedComments()).toEqual([]);
  });

  test('keeps everything in the form, and the form can be sent', async () => {
    const reader = visitor();
    const page = await reader.open(`/articles/${first}`);
    const typing = { ...words, body: '\nA *river*' };
    const again = await reader.submit(page, '#reply form', { ...typing, preview: '1' });
    for (const name of ['name', 'email', 'website'] as const) {
      expect(kept(again, name)).toBe(words[name]);
    }
    const posted = await reader.submit(again, '#reply form');
    expect(posted.html.querySelector('.own em')?.text).toBe('river');
  });

  test('is there before anything but the text is typed', async () => {
    const page = await preview({ body: 'A *river*' });
    expect(page.status).toBe(200);
    expect(page.html.querySelector('.problems')).toBeNull();
  });

  test('is a tree for who asks for JSON', async () => {
    const response = await ask(
      new Request(`${origin}/articles/${first}/previews`, {
        method: 'POST',
        headers: { Origin: origin, Accept: 'application/json' },
        body: new URLSearchParams({ body: 'A *river*' }),
      }),
    );
    expect(await response.json()).toEqual({ preview: [['p', 'A ', ['em', 'river']]] });
  });

  test('of nothing is asked to be something', async () => {
    const page = await preview({ ...words, body: ' ' });
    expect(page.status).toBe(422);
    expect(page.html.querySelector('#body-fault')?.text).toBe('Please write a comment.');
    expect(page.html.querySelector('#preview')).toBeNull();
  });

  test('keeps whom the reply answers', async () => {
    await visitor(everybody).comment(first, words);
    const [{ id = '' } = {}] = await storedComments();
    const page = await preview({ body: 'Yes.' }, first, `?parent=${id}`);
    expect(kept(page, 'parent')).toBe(id);
  });
});

describe('a face', () => {
  const faces = async (slug: string = first) =>
    (await visitor().open(`/articles/${slug}`)).html
      .querySelectorAll('.face')
      .map((face) => face.toString());

  test('is the same for one person in one conversation, and another one in another', async () => {
    const reader = visitor(everybody);
    await reader.comment(first, { ...words, body: 'One.' });
    await reader.comment(first, {
      ...words,
      body: 'Two.',
      email: 'other@news.example',
      name: 'L.',
    });
    await reader.comment(second, { ...words, body: 'Three.' });
    const [one, two] = await faces(first);
    const [three] = await faces(second);
    expect(one).toMatch(
      /^<svg class="face" viewBox="0 -\.5 5 5" aria-hidden="true"><path stroke="hsl\(\d+ /,
    );
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  test('is not to be had by typing somebody’s name and address', async () => {
    await visitor(everybody).comment(first, words);
    await visitor(everybody).comment(first, words);
    const [one, other] = await faces();
    expect(other).not.toBe(one);
  });

  test('goes with the comment when that is deleted', async () => {
    const reader = visitor(everybody);
    const page = await reader.comment(first, words);
    const id = page.url.searchParams.get('comment');
    await visitor(everybody).comment(first, { ...words, body: 'Yes.' }, `?parent=${id}`);
    const manage = page.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    await reader.submit(await reader.open(manage), 'form[action$=deletion]');
    const [{ face, tree, status } = {}] = await storedComments();
    expect({ face, tree, status }).toEqual({ face: '----', tree: '[]', status: 'deleted' });
    expect(await faces()).toHaveLength(1);
  });
});

describe('a name that passes for an author’s', () => {
  test.each([
    'Broadside newsroom',
    'BROADSIDE  NEWSROOM',
    'Вrоаdsіdе nеwsrооm',
    'The Broadside Newsroom',
    'Newsroom, Broadside',
    'the newsroom of Broadside ✓',
    'B.r.o.a.d.s.i.d.e newsroom',
    'TheBroadsideNewsroom1',
    'Broadside nevvsroorn',
    'Broadside\u3164 newsroom\uffa0',
    'Broads!de New$room',
  ])('waits, whatever was earned and whoever may post: %s', async (name) => {
    const reader = visitor(everybody);
    await reader.comment(first, words);
    const page = await reader.comment(first, { ...words, body: 'I signed it.', name });
    expect(ownOf(page)?.querySelector('.status')?.text).toContain('Awaiting moderation');
    expect((await visitor().open(`/articles/${first}`)).source).not.toContain('I signed it.');
  });

  test.each(['Newsroom', 'Broadside', 'Broad Newman', 'Side Newsroom'])(
    'is not %s',
    async (name) => {
      const page = await visitor(everybody).comment(first, { ...words, name });
      expect(ownOf(page)?.querySelector('.status')?.text).toContain('Published');
    },
  );

  test('goes on waiting when its words are changed', async () => {
    const reader = visitor(everybody);
    const page = await reader.comment(first, { ...words, name: 'Broadside newsroom' });
    await approveAll();
    const manage = page.html.querySelector('.own .status a')?.getAttribute('href') ?? '';
    await reader.submit(await reader.open(manage), 'form[action$=edits]', { body: 'I signed it.' });
    expect((await visitor().open(`/articles/${first}`)).source).not.toContain('I signed it.');
  });
});

describe('replying', () => {
  test('a reply names whom it answers and stands below', async () => {
    await visitor(everybody).comment(first, words);
    const page = await visitor(everybody).open(`/articles/${first}`);
    const link = page.html.querySelector('#comments li a[rel=nofollow][aria-label]');
    expect(link?.text).toBe('Reply');
    const form = await visitor(everybody).open(link?.getAttribute('href') ?? '');
    expect(form.html.querySelector('#leave-a-reply')?.text).toContain(
      'Leave a Reply to \u2068Leyla\u2069',
    );
    const reader = visitor(everybody);
    await reader.submit(form, '#reply form', { ...words, name: 'Samir', body: 'It does not.' });
    const answered = await visitor().open(`/articles/${first}`);
    expect(answered.html.querySelector('#comments li li')?.text).toContain('It does not.');
    expect(textOfComments(answered)).toContain('2 Comments');
  });

  test('a reply leads to what it answers, on its page or on another', async () => {
    const reader = visitor(everybody);
    const parent = await reader.comment(first, words);
    const id = parent.url.searchParams.get('comment') ?? '';
    await reader.comment(first, { ...words, body: 'Nor does the wind.' }, `?parent=${id}`);
    const { html } = await visitor().open(`/articles/${first}`);
    const [link] = html
      .querySelectorAll('li li .answers a')
      .filter(({ text }) => text === 'Parent');
    expect(html.querySelector(link?.getAttribute('href') ?? 'nothing')?.text).toContain(words.body);
    const { html: further } = await visitor().open(`/articles/${first}/comments?after=${id}`);
    const answer = further.querySelector('.threads > li');
    expect(answer?.querySelector(`a[href="/comments/${id}"]`)?.text).toBe(words.name);
    await env.DB.prepare(`UPDATE comments SET status = 'pending' WHERE id = ?1`).bind(id).run();
    const { html: held } = await visitor().open(`/articles/${first}/comments?after=${id}`);
    expect(held.querySelector('.threads')?.text).toContain('a comment that is not here any more');
    expect(held.querySelector(`.threads a[href="/comments/${id}"]`)).toBeNull();
  });

  test('a form for a reply is not for search engines', async () => {
    await visitor(everybody).comment(first, words);
    const [row] = await storedComments();
    const page = await visitor().open(`/articles/${first}?parent=${row?.id}`);
    expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
  });

  test('there is no form to answer what waits, or what stands elsewhere', async () => {
    await visitor().comment(first, words);
    const [row] = await storedComments();
    for (const path of [
      `/articles/${first}?parent=${row?.id}`,
      `/articles/${first}?parent=nothing`,
    ]) {
      expect((await visitor().open(path)).status).toBe(404);
    }
  });

  test('when its parent is gone, the reply is kept in the form, to be posted on its own', async () => {
    await visitor(everybody).comment(first, words);
    const [row] = await storedComments();
    const form = await visitor().open(`/articles/${first}?parent=${row?.id}`);
    await env.DB.prepare('DELETE FROM comments').run();
    const reader = visitor(everybody);
    const page = await reader.submit(form, '#reply form', { ...words, body: 'To whom?' });
    expect(page.status).toBe(404);
    expect(page.html.querySelector('#problems')?.text).toContain('not here any more');
    expect(page.html.querySelector('[name=body]')?.text.trim()).toBe('To whom?');
    await reader.submit(page, '#reply form');
    expect(textOfComments(await visitor().open('/'))).toContain('To whom?');
  });
});

describe('what cannot be posted', () => {
  test('is shown again with a message beside each field, and loses nothing', async () => {
    const typed = {
      body: '  ',
      name: 'Leyla "of" <Baku> & elsewhere',
      email: 'leyla at news',
      website: 'javascript:alert(1)',
    };
    const page = await visitor().comment(first, typed);
    expect(page.status).toBe(422);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(page.html.querySelector('h1')?.text).toContain('Azerbaijan expels');
    expect(kept(page, 'name')).toBe(typed.name);
    expect(kept(page, 'email')).toBe(typed.email);
    expect(kept(page, 'website')).toBe(typed.website);
    for (const name of ['body', 'email', 'website']) {
      const field = page.html.querySelector(`[name=${name}]`);
      expect(field?.getAttribute('aria-invalid')).toBe('true');
      const message = page.html.querySelector(`#${name}-fault`);
      expect(message?.text.length).toBeGreaterThan(10);
      expect(page.html.querySelector(`#problems a[href="#${name}"]`)?.text).toBe(message?.text);
    }
    expect(page.html.querySelector('[name=name]')?.hasAttribute('aria-invalid')).toBe(false);
    expect(await storedComments()).toEqual([]);
  });

  test('what is too long is told how much fits', async () => {
    const page = await visitor().comment(first, { ...words, body: 'x'.repeat(10_001) });
    expect(page.html.querySelector('#body-fault')?.text).toContain('10,000 characters fit');
  });

  test('a text that begins with a line break is kept to the letter', async () => {
    const page = await visitor().comment(first, {
      ...words,
      body: '\n\nTwo lines down.',
      name: '',
    });
    expect(page.source).toContain('\n\n\nTwo lines down.</textarea>');
  });

  test('a reply keeps its parent', async () => {
    await visitor(everybody).comment(first, words);
    const [row] = await storedComments();
    const page = await visitor().comment(first, { ...words, body: '' }, `?parent=${row?.id}`);
    expect(page.status).toBe(422);
    expect(kept(page, 'parent')).toBe(row?.id);
  });

  test('a parent that is gone is told together with the faults', async () => {
    await visitor(everybody).comment(first, words);
    const [row] = await storedComments();
    const form = await visitor().open(`/articles/${first}?parent=${row?.id}`);
    await env.DB.prepare('DELETE FROM comments').run();
    const page = await visitor().submit(form, '#reply form', { ...words, email: 'no' });
    expect(page.status).toBe(404);
    expect(page.html.querySelector('#problems')?.text).toContain('not here any more');
    expect(page.html.querySelector('#email-fault')).not.toBeNull();
    expect(page.html.querySelector('[name=parent]')).toBeNull();
  });

  test('under an article that is not there: 404', async () => {
    const page = await visitor().open('/');
    const reader = visitor();
    page.html.querySelector('#reply form')?.setAttribute('action', '/articles/nowhere/comments');
    expect((await reader.submit(page, '#reply form', words)).status).toBe(404);
  });

  test('to whoever asks for JSON, faults are told as problem details', async () => {
    const response = await post(
      { Origin: origin, Accept: 'application/json' },
      'body=&name=Leyla&email=no',
    );
    expect(response.status).toBe(422);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 422,
      errors: { body: expect.any(String), email: expect.any(String) },
    });
  });
});

const fields = new URLSearchParams(words).toString();

function post(
  headers: Record<string, string>,
  body: BodyInit = fields,
  settings: object = {},
): Promise<Response> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const request = new Request(`${origin}/articles/${first}/comments`, {
    method: 'POST',
    headers: { ...(typeof body === 'string' && type), ...headers },
    body,
  });
  return ask(request, settings);
}

describe('who may post', () => {
  test.each([
    ['says it comes from another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['has a foreign origin', { Origin: 'https://evil.example' }, 403],
    ['has no origin to name', { Origin: 'null' }, 403],
    [
      'is from another site whatever its origin says',
      { 'Sec-Fetch-Site': 'cross-site', Origin: origin },
      403,
    ],
    ['says neither and brings no token', {}, 403],
    ['comes from our own origin', { Origin: origin }, 303],
    ['comes from our own page', { 'Sec-Fetch-Site': 'same-origin' }, 303],
  ])('a request that %s: %j is %i', async (_, headers, status) => {
    const response = await post(headers);
    expect(response.status).toBe(status);
    expect(await storedComments()).toHaveLength(status === 303 ? 1 : 0);
  });

  test('a text browser that says neither passes on the token of the form', async () => {
    const reader = visitor({}, { Origin: '' });
    const page = await reader.comment(first, words);
    expect(reader.redirects[0]?.status).toBe(303);
    expect(page.source).toContain(words.body);
  });

  test('a token made for moderators does not open the readers’ form, nor one that is forged', async () => {
    const desk = moderator();
    await desk.comment(second, words);
    const queue = await desk.open('/moderation');
    const stolen = kept(queue, 'token') ?? '';
    expect(stolen).toContain('.');
    for (const token of [stolen, `${stolen}x`, '', '.']) {
      expect((await post({}, `${fields}&token=${token}`)).status).toBe(403);
    }
  });

  test('behind the public name of the site, both names are its own', async () => {
    const settings = { SITE_URL: 'https://www.broadside.example/' };
    expect((await post({ Origin: 'https://www.broadside.example' }, fields, settings)).status).toBe(
      303,
    );
    expect((await post({ Origin: origin }, fields, settings)).status).toBe(303);
    expect(
      (await post({ Origin: 'https://broadside.example.evil.example' }, fields, settings)).status,
    ).toBe(403);
  });

  test('anything but a form is not taken', async () => {
    const headers = { Origin: origin, 'Content-Type': 'application/json' };
    expect((await post(headers, JSON.stringify(words))).status).toBe(415);
    expect((await post({ Origin: origin, 'Content-Type': 'text/plain' })).status).toBe(415);
  });

  test('a form with files in it is read like any other', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(words)) form.set(name, value);
    expect((await post({ Origin: origin }, form)).status).toBe(303);
    form.set('body', new File(['a file'], 'body.txt'));
    expect((await post({ Origin: origin }, form)).status).toBe(422);
  });

  test('a damaged form is a plain notice', async () => {
    const headers = { Origin: origin, 'Content-Type': 'multipart/form-data; boundary=x' };
    const response = await post(headers, 'no such boundary');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('could not be read');
  });

  test('more than 128 KB is not read', async () => {
    const response = await post({ Origin: origin }, `${fields}&more=${'x'.repeat(128 * 1024)}`);
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('128 KB');
    expect(await storedComments()).toEqual([]);
  });

  test('128 KB that are not announced are not read either', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024));
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 3; i++) controller.enqueue(chunk);
        controller.close();
      },
    });
    expect(
      (await post({ Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }, stream))
        .status,
    ).toBe(413);
  });
});

describe('a bad day', () => {
  const away = {
    DB: new Proxy(env.DB, {
      get: () => () => {
        throw new Error('D1_ERROR: away');
      },
    }),
  };

  test('with the database away the article is there, and says so', async () => {
    const page = await visitor(away).open('/');
    expect(page.status).toBe(200);
    expect(page.source).toContain('Turkic-speaking');
    expect(textOfComments(page)).toContain('cannot be shown at the moment');
    expect(textOfComments(page)).not.toMatch(/\d/);
    expect(page.html.querySelector('.jump')?.text).not.toMatch(/\d/);
  });

  test('a comment that cannot be saved is kept in the form, its parent with it', async () => {
    const typed = { ...words, parent: '01HZZZZZZZZZZZZZZZZZZZZZZZ' };
    const response = await post({ Origin: origin }, new URLSearchParams(typed).toString(), away);
    expect(response.status).toBe(503);
    const page = await response.text();
    expect(page).toContain(`>\n${words.body}</textarea>`);
    expect(page).toContain(words.email);
    expect(page).toContain(typed.parent);
    expect(page).not.toContain('D1_ERROR');
  });

  test('with the database away a reply still knows what it answers', async () => {
    const page = await visitor(away).open(`/articles/${first}?parent=01HZZZZZZZZZZZZZZZZZZZZZZZ`);
    expect(kept(page, 'parent')).toBe('01HZZZZZZZZZZZZZZZZZZZZZZZ');
  });

  test('further comments and the desk say that the database is away', async () => {
    expect((await visitor(away).open(`/articles/${first}/comments`)).status).toBe(503);
    const signIn = { Authorization: `Basic ${btoa(`moderator:${env.MODERATION_PASSWORD}`)}` };
    const desk = await visitor(away, signIn).open('/moderation');
    expect(desk.status).toBe(503);
    expect(desk.html.querySelector('h1')?.text).toBe('Away for a moment');
    expect((await visitor(away).open('/health')).status).toBe(503);
  });

  test.each([
    ['no key', undefined],
    ['an empty key', ''],
    ['a short key', 'c2hvcnQ'],
    ['a key that is no base64url', '!'.repeat(50)],
  ])('with %s comments are closed and nothing weaker is stored', async (_, SECRET_KEY) => {
    const page = await visitor({ SECRET_KEY }).open('/');
    expect(page.status).toBe(200);
    expect(page.html.querySelector('#reply')?.text).toContain('Comments are closed');
    expect(page.html.querySelector('form')).toBeNull();
    for (const headers of [{ Origin: origin }, {}]) {
      const response = await post(headers, fields, { SECRET_KEY });
      expect(response.status).toBe(503);
      const answer = await response.text();
      expect(answer).toContain('Comments are closed');
      for (const typed of Object.values(words)) expect(answer).toContain(`>\n${typed}</textarea>`);
      expect(answer).toContain('id="problems"');
    }
    expect(await storedComments()).toEqual([]);
  });
});

describe('sending much', () => {
  const limited = { ...everybody, COMMENTS_PER_MINUTE: '2' };
  const from = (address: string) => visitor(limited, { 'CF-Connecting-IP': address });
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12, 0, 20) });
  });

  test('is refused from the third comment in a minute on, with everything kept and when to come again', async () => {
    for (const body of ['One.', 'Two.']) {
      expect((await from('203.0.113.1').comment(first, { ...words, body })).status).toBe(200);
    }
    const page = await from('203.0.113.1').comment(first, { ...words, body: 'Three.' });
    expect(page.status).toBe(429);
    expect(page.headers.get('Retry-After')).toBe('40');
    expect(page.html.querySelector('#problems')?.text).toContain('in 40 seconds');
    expect(page.html.querySelector('[name=body]')?.text.trim()).toBe('Three.');
    expect(kept(page, 'email')).toBe(words.email);
    expect(await storedComments()).toHaveLength(2);
    vi.setSystemTime(Date.UTC(2026, 0, 1, 12, 1, 0));
    expect((await from('203.0.113.1').submit(page, '#reply form')).status).toBe(200);
  });

  test('keeps nobody else from writing', async () => {
    for (const body of ['One.', 'Two.', 'Three.']) {
      await from('203.0.113.1').comment(first, { ...words, body });
    }
    expect((await from('203.0.113.2').comment(first, words)).status).toBe(200);
  });

  test('is known of whoever is proven, wherever they come from', async () => {
    const cookies = new Map<string, string>();
    const say = async (address: string, body: string) => {
      const headers = { 'CF-Connecting-IP': address };
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join();
      const reader = visitor(limited, cookie ? { ...headers, Cookie: cookie } : headers);
      const page = await reader.comment(first, { ...words, body });
      for (const [name, value] of reader.cookies) cookies.set(name, value);
      return page.status;
    };
    const statuses = [];
    for (let turn = 1; turn <= 4; turn++) statuses.push(await say(`203.0.113.${turn}`, `${turn}.`));
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  test('is counted once where the same form is sent again, and answered as the first time', async () => {
    const page = await from('203.0.113.1').open(`/articles/${first}`);
    for (let tries = 0; tries < 5; tries++) {
      expect((await from('203.0.113.1').submit(page, '#reply form', words)).status).toBe(200);
    }
    expect(await storedComments()).toHaveLength(1);
  });

  test('at once is counted exactly', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        from('203.0.113.1').comment(first, { ...words, body: `Number ${turn}.` }),
      ),
    );
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await storedComments()).toHaveLength(2);
  });

  describe('at one of the platform’s places', () => {
    /** The platform's limit, but of one in a minute, with the keys it was asked for. */
    function placeOfOne() {
      const keys: string[] = [];
      const limit = async ({ key }: { key: string }) => {
        keys.push(key);
        return { success: keys.filter((one) => one === key).length <= 1 };
      };
      return { keys, settings: { ...limited, COMMENTS_PER_MINUTE: '60', COMMENT_RATE: { limit } } };
    }
    const at = (settings: object, address: string, cookie = '') =>
      visitor(settings, { 'CF-Connecting-IP': address, ...(cookie && { Cookie: cookie }) });

    test('is refused before anything is written, with everything kept, and nobody else is', async () => {
      const { settings } = placeOfOne();
      expect((await at(settings, '203.0.113.1').comment(first, words)).status).toBe(200);
      const { db, cost } = watched(env.DB);
      const reader = at({ ...settings, DB: db }, '203.0.113.1');
      const page = await reader.comment(first, { ...words, body: 'Two.' });
      expect(page.status).toBe(429);
      expect(page.headers.get('Retry-After')).toBe('40');
      expect(page.html.querySelector('[name=body]')?.text.trim()).toBe('Two.');
      expect(kept(page, 'email')).toBe(words.email);
      // The day's salt, if this Worker is the first to ask for it.
      expect(cost.rowsWritten).toBeLessThanOrEqual(1);
      expect(await storedComments()).toHaveLength(1);
      expect((await env.DB.prepare('SELECT * FROM tries').all()).results).toHaveLength(1);
      const other = at(settings, '203.0.113.2');
      expect((await other.comment(first, { ...words, body: 'Three.' })).status).toBe(200);
    });

    test('is known of whoever is proven, from another network too', async () => {
      const { settings } = placeOfOne();
      const reader = at(settings, '203.0.113.1');
      await reader.comment(first, words);
      const cookie = [...reader.cookies].map((pair) => pair.join('=')).join('; ');
      const say = (address: string, body: string) =>
        at(settings, address, cookie).comment(first, { ...words, body });
      expect((await say('203.0.113.2', 'Two.')).status).toBe(200);
      expect((await say('203.0.113.3', 'Three.')).status).toBe(429);
    });

    test('is kept by hashes alone, and none is everybody’s', async () => {
      const { keys, settings } = placeOfOne();
      const one = at(settings, '203.0.113.1');
      await one.comment(first, words);
      await one.comment(first, { ...words, body: 'Two.' });
      await at(settings, '203.0.113.2').comment(first, { ...words, body: 'Three.' });
      const [visitorKey, again, provenKey, other] = keys;
      for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
      expect(again).toBe(visitorKey);
      expect(new Set([visitorKey, provenKey, other]).size).toBe(3);
      for (const proof of one.cookies.values()) expect(keys.join()).not.toContain(proof);
    });

    test('is refused by the platform itself', async () => {
      let whose = '';
      const limit = (asked: { key: string }) => {
        whose = asked.key;
        return env.COMMENT_RATE.limit(asked);
      };
      const settings = { ...limited, COMMENTS_PER_MINUTE: '60', COMMENT_RATE: { limit } };
      // The platform's own minutes go on, and in a new one nothing was counted yet: five seconds are enough.
      const left = 60_000 - (vi.getRealSystemTime() % 60_000);
      if (left < 5000) await scheduler.wait(left);
      expect((await at(settings, '203.0.113.77').comment(first, words)).status).toBe(200);
      let most = 1;
      while ((await env.COMMENT_RATE.limit({ key: whose })).success) most += 1;
      expect(most).toBeGreaterThanOrEqual(5);
      const page = await at(settings, '203.0.113.77').comment(first, { ...words, body: 'Two.' });
      expect(page.status).toBe(429);
    });

    test.each([
      ['there is no such limit', undefined],
      ['it fails', { limit: () => Promise.reject(new Error('leyla@news.example')) }],
    ])(
      'where %s, the exact count goes on, and that is logged once, of nobody',
      async (_, binding) => {
        const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
        const settings = { ...limited, COMMENT_RATE: binding };
        expect((await at(settings, '203.0.113.1').comment(first, words)).status).toBe(200);
        expect(logged).toHaveBeenCalledTimes(1);
        for (const body of ['Two.', 'Three.']) {
          const page = await at(settings, '203.0.113.1').comment(first, { ...words, body });
          expect(page.status).toBe(body === 'Two.' ? 200 : 429);
        }
        expect(JSON.stringify(logged.mock.calls)).not.toMatch(/leyla|203\.0\.113/i);
        logged.mockRestore();
      },
    );

    test('is never asked about where there is no limit', async () => {
      const { keys, settings } = placeOfOne();
      await at({ ...settings, COMMENTS_PER_MINUTE: '0' }, '203.0.113.1').comment(first, words);
      expect(keys).toEqual([]);
    });
  });

  test('is forgotten after two days', async () => {
    await from('203.0.113.1').comment(first, words);
    const tries = async () => (await env.DB.prepare('SELECT * FROM tries').all()).results;
    expect(JSON.stringify(await tries())).not.toContain('203.0.113.1');
    await tidy(env.DB, Date.now() + 24 * 60 * 60_000);
    expect(await tries()).toHaveLength(1);
    await tidy(env.DB, Date.now() + 2 * 24 * 60 * 60_000);
    expect(await tries()).toEqual([]);
  });
});

describe('sending twice', () => {
  test('the same form makes one comment, and leads to it again', async () => {
    const reader = visitor();
    const page = await reader.open(`/articles/${first}`);
    const once = await reader.submit(page, '#reply form', words);
    const twice = await reader.submit(page, '#reply form', words);
    expect(twice.url.hash).toBe(once.url.hash);
    expect(ownOf(twice)?.text).toContain(words.body);
    expect(await storedComments()).toHaveLength(1);
  });

  test('a reader whose cookie got lost on the way is not doubled either', async () => {
    const page = await visitor().open(`/articles/${first}`);
    await visitor().submit(page, '#reply form', words);
    await visitor().submit(page, '#reply form', words);
    expect(await storedComments()).toHaveLength(1);
  });

  test('whoever guesses an address, with the very same form, is not given the means to change the comment', async () => {
    const page = await visitor().open(`/articles/${first}`);
    const victim = await visitor(everybody).submit(page, '#reply form', words);
    const stranger = await visitor(everybody).submit(page, '#reply form', words);
    expect(stranger.url.hash).toBe(victim.url.hash);
    expect(victim.html.querySelector('.own .status a')).not.toBeNull();
    expect(stranger.html.querySelector('.own .status a')).toBeNull();
    expect(stranger.source).not.toContain('/manage?key=');
  });

  test('its author, who holds the cookie, finds the way to manage it again', async () => {
    const reader = visitor(everybody);
    const page = await reader.open(`/articles/${first}`);
    await reader.submit(page, '#reply form', words);
    const again = await reader.submit(page, '#reply form', words);
    expect(again.html.querySelector('.own .status a')).not.toBeNull();
  });

  test('two readers of one served page make two comments', async () => {
    const page = await visitor().open(`/articles/${first}`);
    await visitor().submit(page, '#reply form', words);
    await visitor().submit(page, '#reply form', { ...words, email: 'samir@news.example' });
    await visitor().submit(page, '#reply form', { ...words, body: 'Another thing.' });
    expect(await storedComments()).toHaveLength(3);
  });

  test('after ten minutes the same by somebody proven is told where the first one is', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
    const reader = visitor(everybody);
    const page = await reader.open(`/articles/${first}`);
    const once = await reader.submit(page, '#reply form', words);
    vi.setSystemTime(Date.UTC(2026, 0, 1) + 10 * 60_000 + 1);
    const twice = await reader.submit(page, '#reply form', words);
    expect(twice.status).toBe(409);
    expect(twice.html.querySelector('[name=body]')?.text.trim()).toBe(words.body);
    const link = twice.html.querySelector('.problems a')?.getAttribute('href') ?? '';
    expect(link).toContain(once.url.hash);
    expect(ownOf(await reader.open(link))?.text).toContain(words.body);
    expect(await storedComments()).toHaveLength(1);
  });

  test('to two people the same may be said', async () => {
    const reader = visitor(everybody);
    await reader.comment(first, words);
    await reader.comment(first, { ...words, body: 'Nor does the wind.' });
    for (const { id } of await storedComments()) {
      const page = await reader.comment(first, { ...words, body: 'Thank you!' }, `?parent=${id}`);
      expect(page.status).toBe(200);
    }
    expect(await storedComments()).toHaveLength(4);
  });

  test('whoever comes again without a cookie is given none that proves nothing', async () => {
    const page = await visitor().open(`/articles/${first}`);
    await visitor().submit(page, '#reply form', words);
    const again = visitor();
    await again.submit(page, '#reply form', words);
    expect(again.cookies.size).toBe(0);
  });

  test('the same by somebody unproven is a comment like any other', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
    await visitor().comment(first, words);
    vi.setSystemTime(Date.UTC(2026, 0, 1) + 1000);
    const page = await visitor().comment(first, words);
    expect(page.status).toBe(200);
    expect(await storedComments()).toHaveLength(2);
  });

  test('a form that came back with a fault is known when it is sent twice', async () => {
    const reader = visitor();
    const faulty = await reader.comment(first, { ...words, name: '' });
    expect(faulty.status).toBe(422);
    await reader.submit(faulty, '#reply form', words);
    await reader.submit(faulty, '#reply form', words);
    expect(await storedComments()).toHaveLength(1);
  });
});

describe('reading on', () => {
  async function write(count: number) {
    for (let i = 1; i <= count; i++) {
      await visitor(everybody).comment(first, { ...words, body: `Number ${i}.` });
    }
  }
  const bodies = (page: Page) =>
    page.html.querySelectorAll('.p-content > p').map(({ text }) => text);

  test('a long conversation goes on page by page, without script', async () => {
    await write(5);
    const reader = visitor({ COMMENTS_PER_PAGE: 2 });
    let page = await reader.open(`/articles/${first}`);
    const seen = [bodies(page)];
    for (
      let more = page.html.querySelector('.more a');
      more;
      more = page.html.querySelector('.more a')
    ) {
      page = await reader.open(more.getAttribute('href') ?? '');
      expect(page.status).toBe(200);
      seen.push(bodies(page));
    }
    expect(seen).toEqual([['Number 1.', 'Number 2.'], ['Number 3.', 'Number 4.'], ['Number 5.']]);
  });

  test('the newest thread comes first for who asks for it, on every page', async () => {
    await write(5);
    const reader = visitor({ COMMENTS_PER_PAGE: 2 });
    let page = await reader.open(`/articles/${first}`);
    const sort = page.html.querySelector('#comments a[href*="sort=newest"]');
    expect(sort?.text.trim()).toBe('Newest first');
    page = await reader.open(sort?.getAttribute('href') ?? '');
    expect(page.html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
      `${origin}/articles/${first}`,
    );
    const seen = [bodies(page)];
    for (let more = page.html.querySelector('.more a'); more; ) {
      page = await reader.open(more.getAttribute('href') ?? '');
      seen.push(bodies(page));
      more = page.html.querySelector('.more a');
    }
    expect(seen).toEqual([['Number 5.', 'Number 4.'], ['Number 3.', 'Number 2.'], ['Number 1.']]);
  });

  test('replies can be folded away, without script', async () => {
    await write(1);
    const [row] = await storedComments();
    await visitor(everybody).comment(first, { ...words, body: 'One.' }, `?parent=${row?.id}`);
    await visitor(everybody).comment(first, { ...words, body: 'Two.' }, `?parent=${row?.id}`);
    const { html } = await visitor().open(`/articles/${first}`);
    const fold = html.querySelector(`#comment-${row?.id} > details[open]`);
    expect(fold?.querySelector('summary')?.text).toBe('2 replies');
    expect(fold?.querySelectorAll('li')).toHaveLength(2);
  });

  test('a permalink leads to the page where its comment stands', async () => {
    await write(5);
    for (const row of await storedComments()) {
      const reader = visitor({ COMMENTS_PER_PAGE: 2 });
      const page = await reader.open(`/comments/${row.id}`);
      expect(reader.redirects).toEqual([
        { status: 302, location: expect.stringContaining(`#comment-${row.id}`) },
      ]);
      expect(page.html.querySelector(`#comment-${row.id}`)?.text).toContain(row.body);
    }
  });

  test('there is no permalink to what is not published', async () => {
    await visitor().comment(first, words);
    const [row] = await storedComments();
    expect((await visitor().open(`/comments/${row?.id}`)).status).toBe(404);
    expect((await visitor().open('/comments/nobody')).status).toBe(404);
  });

  test('one’s own comment is there even where its place is further on', async () => {
    await write(3);
    const page = await visitor({ COMMENTS_PER_PAGE: 2 }).comment(first, words);
    expect(ownOf(page)?.text).toContain(words.body);
    expect(textOfComments(page).indexOf('More comments')).toBeLessThan(
      textOfComments(page).indexOf(words.body),
    );
  });

  test('an article costs one round trip, however many comments it has', async () => {
    await write(5);
    const { db, cost } = watched(env.DB);
    await visitor({ DB: db, COMMENTS_PER_PAGE: 3 }).open('/');
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsRead).toBeLessThanOrEqual(3 + 10);
    expect(cost.rowsWritten).toBe(0);
  });
});

describe('the view of one’s own comment', () => {
  test('does not open another comment', async () => {
    const [mine, theirs] = [visitor(), visitor()];
    await mine.comment(first, words);
    await theirs.comment(first, { ...words, body: 'For moderators only.' });
    const [id] = /\w{26}/.exec(theirs.redirects[0]?.location ?? '') ?? [];
    const forged = (mine.redirects[0]?.location ?? '').replace(/(?<=comment[=-])\w{26}/g, id ?? '');
    expect(forged.split(id ?? '')).toHaveLength(3);
    const page = await visitor().open(forged);
    expect(page.source).not.toContain('For moderators only.');
    expect(page.url.search).toBe('');
  });

  test('ends after 15 minutes, and leads to the article', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const reader = visitor();
    await reader.comment(first, words);
    const view = reader.redirects[0]?.location ?? '';
    vi.advanceTimersByTime(15 * 60 * 1000 - 1);
    expect((await visitor().open(view)).source).toContain(words.body);
    vi.advanceTimersByTime(1);
    const page = await visitor().open(view);
    expect(page.url.pathname + page.url.search).toBe(`/articles/${first}`);
    expect(page.source).not.toContain(words.body);
    vi.useRealTimers();
  });

  test('shows the way to manage it for a minute; then, and to others, the cookie opens it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const reader = visitor();
    const page = await reader.comment(first, words);
    const address = page.url.pathname + page.url.search;
    const wayFor = async (who: typeof reader) =>
      (await who.open(address)).html.querySelector('.own .status a');
    expect(await wayFor(visitor())).not.toBeNull();
    vi.setSystemTime(Date.now() + 60_000);
    expect(await wayFor(visitor())).toBeNull();
    expect(await wayFor(reader)).not.toBeNull();
    const other = visitor();
    await other.comment(first, { ...words, body: 'Somebody else.' });
    expect(await wayFor(other)).toBeNull();
  });

  test('is no page for search engines, and never kept', async () => {
    const reader = visitor();
    await reader.comment(first, words);
    const page = await visitor().open(reader.redirects[0]?.location ?? '');
    expect(page.html.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
    expect(page.headers.get('Cache-Control')).toBe('no-store');
  });
});

test.each([
  ['<script>alert(1)</script>'],
  ['"><img src=x onerror=alert(1)>'],
  ["' onmouseover='alert(1)"],
  ['</textarea><script>alert(1)</script>'],
  ['&lt;script&gt;&#60;'],
  ['{{constructor}} <%= 7*7 %>'],
])('a comment of %j is text and nothing else', async (text) => {
  const page = await visitor(everybody).comment(first, { ...words, name: text, body: text });
  expect(ownOf(page)?.querySelector('p:not(.status)')?.text).toBe(text);
  expect(ownOf(page)?.querySelector('bdi')?.text).toBe(text);
  expect(page.html.querySelectorAll('script:not([type]), img')).toHaveLength(2); // our scripts
});

test('one form that reaches many tells none of them whose address another typed', async () => {
  const from = (address: string) => visitor(everybody, { 'CF-Connecting-IP': address });
  const page = await from('203.0.113.1').open(`/articles/${first}`);
  const send = async (address: string) => {
    const sent = await from(address).submit(page, '#reply form', words);
    return sent.url.searchParams.get('comment');
  };
  const victim = await send('203.0.113.1');
  expect(await send('203.0.113.1')).toBe(victim);
  const stranger = await send('203.0.113.2');
  expect(stranger).not.toBeNull();
  expect(stranger).not.toBe(victim);
});

describe('a conversation that is closed by its age', () => {
  const settings = { ...everybody, CLOSE_COMMENTS_AFTER_DAYS: 14 };
  const atDay = (days: number) =>
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2023, 3, 6, 16, 40) + days * 86_400_000 });

  test('is open until then', async () => {
    atDay(13.9);
    const page = await visitor(settings).comment(first, words);
    expect(ownOf(page)?.text).toContain(words.body);
  });

  test('can be read afterwards, and says why it takes no more', async () => {
    atDay(13.9);
    await visitor(settings).comment(first, words);
    atDay(14);
    const page = await visitor(settings).open(`/articles/${first}`);
    expect(textOfComments(page)).toContain(words.body);
    expect(page.html.querySelector('#reply')?.text).toContain(
      'Comments on this article closed 14 days after it was published.',
    );
    expect(page.html.querySelector('#reply form, a[href*="?parent="]')).toBeNull();
  });

  test('keeps the words of who was too late', async () => {
    atDay(13.9);
    const reader = visitor(settings);
    const page = await reader.open(`/articles/${first}`);
    atDay(14);
    const answer = await reader.submit(page, '#reply form', words);
    expect(answer.status).toBe(409);
    expect(answer.source).toContain(words.body);
    expect(await storedComments()).toEqual([]);
  });
});

test('a form that is sent when the key is gone comes back closed, with everything in it', async () => {
  const page = await visitor().open(`/articles/${first}`);
  const answer = await visitor({ SECRET_KEY: '' }).submit(page, '#reply form', words);
  expect(answer.status).toBe(503);
  expect(answer.html.querySelector('#reply form')).toBeNull();
  expect(answer.html.querySelector('#reply')?.text).toContain(words.body);
});
