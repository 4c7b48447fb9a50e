import { afterEach, beforeEach, expect, test } from 'vitest';
import { Newsroom } from '../intake.ts';

let newsroom: Newsroom;
const article = (slug: string, alias: string) => ({
  [`articles/${slug}.md`]: `---\nheadline: ${slug}\nbyline: Leyla\npublishedAt: 2020-01-01\naliases: ["${alias}"]\n---\n\nText.\n`,
});
beforeEach(() => {
  newsroom = new Newsroom({
    ...article('a-day-in-baku', '/2014/a-day/'),
    ...article('the-quay', '/?p=7'),
    ...article('by-hand', '/x'),
  });
});
afterEach(() => newsroom.remove());

const thread = (id: string, link: string, identifier = '') =>
  `<thread dsq:id="${id}"><id>${identifier}</id><forum>paper</forum><link>${link}</link><title>A</title><createdAt>2014-01-01T00:00:00Z</createdAt><author><email>chief@staff.example</email></author><ipAddress>203.0.113.9</ipAddress></thread>`;
const said = (id: string, of: string, more = '', message = '<p>I was there.</p>') =>
  `<post dsq:id="${id}">
<id/><message><![CDATA[${message}]]></message><createdAt>2014-01-02T00:00:00Z</createdAt>
<author><email>samir@reader.example</email><name>Samir &amp;amp; Ko</name><isAnonymous>false</isAnonymous><username>samir</username></author>
<ipAddress>203.0.113.77</ipAddress><thread dsq:id="${of}"/>${more}
</post>`;
const disqus = (...rows: readonly string[]) => `<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>paper</forum><title>General</title></category>
${rows.join('\n')}
</disqus>
`;

test('comments come to the article whose address, or old address, their thread has', async () => {
  const { sent, isDone } = await newsroom.takeIn(
    disqus(
      thread('1', 'https://paper.example/articles/a-day-in-baku'),
      thread('2', 'http://www.paper.example/2014/a-day/?utm_source=x#disqus_thread'),
      thread('3', 'https://elsewhere.example/404', 'https://paper.example/?p=7'),
      thread('4', 'https://paper.example/2015/the-quay.html'),
      ...['1', '2', '3', '4'].map((id) => said(`1${id}`, id)),
    ),
  );
  expect(sent.map(({ slug }) => slug)).toEqual([
    'a-day-in-baku',
    'a-day-in-baku',
    'the-quay',
    'the-quay',
  ]);
  expect(sent[0]).toMatchObject({
    name: 'Samir & Ko',
    body: 'I was there.',
    email: 'samir@reader.example',
    website: null,
    status: 'approved',
    createdAt: Date.parse('2014-01-02T00:00:00Z'),
  });
  expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
  expect(isDone).toBe(true);
});

test('for threads that belong to nothing a mapping is written, and what is written into it is read', async () => {
  const file = disqus(
    thread('1', 'https://paper.example/lost'),
    thread('2', 'https://paper.example/quiet'),
    said('10', '1'),
  );
  const dry = await newsroom.takeIn(file, { isApplied: false });
  expect(dry.said).toContain('comments: 1 read = 0 imported + 0 there already + 1 skipped');
  expect(dry.said).toContain('write the slug of an article behind each');
  const mapping = newsroom.read('export.xml.mapping.json');
  expect(JSON.parse(mapping)).toEqual({ 'https://paper.example/lost': '' });
  newsroom.put('export.xml.mapping.json', mapping.replace('""', '"by-hand"'));
  const real = await newsroom.takeIn(file);
  expect(real.sent).toMatchObject([{ slug: 'by-hand' }]);
  expect(real.said).toContain('threads: 2 read = 1 imported + 0 there already + 1 skipped');
  const twice = await newsroom.takeIn(file);
  expect(twice.said).toContain('comments: 1 read = 0 imported + 1 there already + 0 skipped');
});

test('a thread whose address is no path of anything belongs to nothing, and stops nobody', async () => {
  const { sent, isDone } = await newsroom.takeIn(
    disqus(
      thread('1', 'https://paper.example//'),
      thread('2', 'https://paper.example/2014/a-day/'),
      said('10', '1'),
      said('11', '2'),
    ),
  );
  expect(sent).toMatchObject([{ slug: 'a-day-in-baku' }]);
  expect(isDone).toBe(true);
});

test('answers follow what they answer, and what was deleted leaves them a thread of their own', async () => {
  const { sent, said: sums } = await newsroom.takeIn(
    disqus(
      thread('1', 'https://paper.example/2014/a-day/'),
      said('12', '1', '<parent dsq:id="11"/>', 'third'),
      said('11', '1', '<parent dsq:id="10"/>', 'second'),
      said('10', '1', '', 'first'),
      said('13', '1', '<isDeleted>true</isDeleted>', 'gone'),
      said('14', '1', '<parent dsq:id="13"/>', 'of the gone'),
      said('15', '1', '<isSpam>true</isSpam>', 'spam'),
      said('16', '9', '', 'of no thread'),
    ),
  );
  expect(sent.map(({ body }) => body)).toEqual(['first', 'second', 'third', 'of the gone', 'spam']);
  expect(sent[2]?.parentId).toBe(sent[1]?.id);
  expect(sent[3]?.parentId).toBeNull();
  expect(sent[4]?.status).toBe('spam');
  expect(sums).toContain('comments: 7 read = 5 imported + 0 there already + 2 skipped');
});

test('of two comments that have one id and answer what comes later, the first is taken', async () => {
  const { sent, said: sums } = await newsroom.takeIn(
    disqus(
      thread('1', 'https://paper.example/2014/a-day/'),
      said('11', '1', '<parent dsq:id="10"/>', 'one'),
      said('11', '1', '<parent dsq:id="10"/>', 'two'),
      said('10', '1', '', 'first'),
    ),
  );
  expect(sent.map(({ body }) => body)).toEqual(['first', 'one']);
  expect(sums).toContain('comments: 3 read = 2 imported + 0 there already + 1 skipped');
  expect(sums).toContain('another of its id came before');
});

test('a stray sign before it, ids without quotes and broken dates are read as far as can be', async () => {
  const {
    sent,
    said: sums,
    isDone,
  } = await newsroom.takeIn(
    `\`${disqus(
      thread('1', 'https://paper.example/2014/a-day/'),
      said('10', '1').replace('<thread dsq:id="1"/>', '<thread dsq:id=1/>'),
      said('11', '1').replace('2014-01-02', '2014-x1-02'),
      said('12', '1').replace(' dsq:id="12"', ''),
    )}`,
  );
  expect(sent).toHaveLength(2);
  expect(sums).toContain('comments: 3 read = 2 imported + 0 there already + 1 skipped');
  expect(sums).toContain('it has no date');
  expect(isDone).toBe(true);
});

test('no address and no machine is in anything that was written or said', async () => {
  const {
    said: sums,
    report,
    sent,
  } = await newsroom.takeIn(
    disqus(
      thread('1', 'https://paper.example/2014/a-day/'),
      thread('2', 'https://paper.example/lost'),
      said('10', '1', '', 'samir@reader.example and chief@staff.example'),
      said('11', '2'),
    ),
  );
  const all = [
    sums,
    report,
    newsroom.read('export.xml.mapping.json'),
    sent[0]?.body,
    sent[0]?.name,
  ].join('\n');
  expect(all).not.toMatch(/@(reader|staff)\.example|203\.0\.113/);
});

test('a thread whose address holds that of a commenter is called by its number in the mapping', async () => {
  const file = disqus(
    thread('1', 'https://paper.example/bye?of=Samir%40reader.example'),
    said('10', '1'),
  );
  await newsroom.takeIn(file, { isApplied: false });
  expect(JSON.parse(newsroom.read('export.xml.mapping.json'))).toEqual({ '1': '' });
  newsroom.put('export.xml.mapping.json', '{ "1": "by-hand" }');
  expect((await newsroom.takeIn(file)).sent).toMatchObject([{ slug: 'by-hand' }]);
});

test('a date that no calendar has is none', async () => {
  const { said: sums, isDone } = await newsroom.takeIn(
    disqus(
      thread('1', 'https://paper.example/2014/a-day/'),
      said('10', '1').replace('2014-01-02T', '+275000-01-02T'),
    ),
  );
  expect(sums).toContain('it has no date');
  expect(isDone).toBe(true);
});
