import { expect, test, vi } from 'vitest';
import { parseDraft, parseText, seenIn } from '../../src/model/draft.ts';
import { addressesIn, givesAway } from '../../src/model/giveaway.ts';

const email = 'leyla.vole@news.example';

/** What a text gives away when only a hash of the address is left to compare with. */
function foundIn(body: string): readonly string[] {
  const parsed = parseText(body);
  return 'text' in parsed ? addressesIn(seenIn(parsed.text)) : [];
}

test.each([
  'leyla.vole@news.example',
  'Write to LEYLA.VOLE@News.Example.',
  '“leyla.vole@news.example”',
  '„leyla.vole@news.example“',
  '(leyla.vole@news.example)',
  '[leyla.vole@news.example]',
  '<leyla.vole@news.example>',
  '|leyla.vole@news.example|',
  '—leyla.vole@news.example—',
  'contact=leyla.vole@news.example',
  'mailto:leyla.vole@news.example?subject=x',
  "'leyla.vole@news.example'",
  '...leyla.vole@news.example...',
  'https://a.example/?mail=leyla.vole%40news.example',
  'http://leyla.vole@news.example/x',
  'ley\u200bla.vole@news.example',
  'ley\u034fla.vole@ne\u3164ws.example',
  'ｌｅｙｌａ．ｖｏｌｅ＠news.example',
  'ley**la**.vole@news.example',
  'leyla.vole\\@news.example',
  `${'a@b.example '.repeat(12)}leyla.vole@news.example`,
])('the address is found in %j, with it in hand and without', (body) => {
  expect(givesAway(body.replaceAll('**', '').replaceAll('\\', ''), email)).toBe(true);
  expect(foundIn(body)).toContain(email);
});

test.each(['a hyphen-ated@news.example', 'tag+ged@news.example', "o'hara@news.example"])(
  'all of a local part is looked at: %j',
  (body) => {
    expect(foundIn(body)).toContain(body.split(' ').at(-1));
  },
);

test('an international address is found in either form', () => {
  expect(foundIn('zoë@bücher.example')).toContain('zoë@xn--bcher-kva.example');
  expect(foundIn('zoë@xn--bcher-kva.example')).toContain('zoë@xn--bcher-kva.example');
});

test.each([
  '@'.repeat(10_000),
  'a@'.repeat(5_000),
  'a'.repeat(10_000),
  '@ﷺ'.repeat(5_000),
  '=@'.repeat(5_000),
])('of %.6j a few are looked at, and the rest is left', (body) => {
  expect(foundIn(body).length).toBeLessThanOrEqual(80);
  expect(parseDraft({ body, name: 'Leyla', email })).toHaveProperty('draft');
});

test('nothing long is brought into a normal form: it is measured first, or its accents are taken away', () => {
  const tower = `a${'\u0301'.repeat(30_000)}${'\u0316'.repeat(30_000)}`;
  const lengths: number[] = [];
  const normalize = String.prototype.normalize;
  const spy = vi.spyOn(String.prototype, 'normalize').mockImplementation(function (
    this: string,
    form,
  ) {
    lengths.push(/\p{M}*$/u.exec(this)?.[0].length ?? 0);
    return normalize.call(this, form);
  });
  const parsed = parseDraft({
    body: 'Well said.',
    name: tower,
    email: `${tower}@news.example`,
    website: tower,
  });
  parseDraft({ body: tower.slice(25_000, 34_000), name: 'Leyla', email });
  spy.mockRestore();
  expect(parsed).toMatchObject({
    faults: [{ code: 'nameTooLong' }, { code: 'emailMalformed' }, { code: 'websiteTooLong' }],
  });
  expect(Math.max(...lengths)).toBeLessThan(1000);
});

test('a name cannot turn itself around', () => {
  const parsed = parseDraft({
    body: 'Well said.',
    name: '\u202emoorswen\u202c \u2067x\u2069',
    email,
  });
  expect(parsed).toMatchObject({ draft: { name: 'moorswen x' } });
});
