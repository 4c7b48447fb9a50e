import { expect, test, vi } from 'vitest';
import { parseDraft } from '../../src/model/draft.ts';

const form = {
  body: 'Well said.',
  name: 'Leyla',
  email: 'Leyla@News.example',
  website: 'https://leyla.example/',
};

test('a comment that fits comes through with its address in normal form', () => {
  expect(parseDraft(form)).toEqual({
    draft: {
      body: 'Well said.',
      tree: [['p', 'Well said.']],
      name: 'Leyla',
      email: 'leyla@news.example',
      website: 'https://leyla.example/',
    },
  });
});

test.each([
  ['body', ' \r\n  Two\r\nlines \r\n', 'Two\nlines'],
  ['body', 'no\u0000 control\u0007 characters', 'no control characters'],
  ['body', '👍', '👍'],
  ['body', 'x'.repeat(10_000), 'x'.repeat(10_000)],
  ['body', '🗞'.repeat(10_000), '🗞'.repeat(10_000)],
  ['name', '  Leyla \n  Əliyeva ', 'Leyla Əliyeva'],
  ['name', 'Zoe\u0308', 'Zoë'],
  ['name', 'x'.repeat(80), 'x'.repeat(80)],
  ['website', '', null],
  ['website', '  ', null],
  ['website', 'leyla.example', 'https://leyla.example/'],
  ['website', 'HTTP://Leyla.example/a b', 'http://leyla.example/a%20b'],
])('the %s %j becomes %j', (field, typed, kept) => {
  expect(parseDraft({ ...form, [field]: typed })).toMatchObject({ draft: { [field]: kept } });
});

test.each([
  ['body', '', 'bodyMissing'],
  ['body', ' \n\t ', 'bodyMissing'],
  ['body', '\u200b\u200e', 'bodyMissing'],
  ['body', 'x'.repeat(10_001), 'bodyTooLong'],
  ['name', '', 'nameMissing'],
  ['name', '\u00ad', 'nameMissing'],
  ['name', '\u2800\u3164', 'nameMissing'],
  ['name', 'x'.repeat(81), 'nameTooLong'],
  ['name', 'somebody@news.example', 'nameIsAddress'],
  ['email', '', 'emailMissing'],
  ['email', '   ', 'emailMissing'],
  ['email', 'leyla at news', 'emailMalformed'],
  ['website', 'javascript:alert(1)', 'websiteMalformed'],
  ['website', ' JavaScript:alert(1)', 'websiteMalformed'],
  ['website', 'java\tscript:alert(1)', 'websiteMalformed'],
  ['website', 'data:text/html,hello', 'websiteMalformed'],
  ['website', 'mailto:leyla@news.example', 'websiteMalformed'],
  ['website', 'leyla@news.example', 'websiteMalformed'],
  ['website', 'https://leyla:secret@news.example', 'websiteMalformed'],
  ['website', 'https://localhost', 'websiteMalformed'],
  ['website', 'https://', 'websiteMalformed'],
  ['website', `https://leyla.example/${'x'.repeat(200)}`, 'websiteTooLong'],
  ['body', 'Write to me: LEYLA@news.example', 'containsAddress'],
  ['body', 'Write to me: ｌｅｙｌａ＠news.example', 'containsAddress'],
  ['body', 'Write to me (leyla@news.example.), please', 'containsAddress'],
  ['body', 'Write to ley\u200bla@ne\u00adws.example', 'containsAddress'],
  ['body', 'Write to mail=leyla@news.example', 'containsAddress'],
  ['body', 'Write to leyla\\@news.example', 'containsAddress'],
  ['body', 'Write to ley**la**@news.example', 'containsAddress'],
  ['body', '[Write](https://leyla.example/?m=leyla\\@news.example)', 'containsAddress'],
  ['website', 'https://leyla.example/?m=leyla%40news.example', 'containsAddress'],
  ['website', 'https://leyla.example/?m=leyla%252540news.example', 'containsAddress'],
  ['website', 'https://leyla.example/?m=%6Ceyla%40news.example', 'containsAddress'],
  ['website', 'https://leyla.example/?by=leyla@news.example', 'containsAddress'],
])('the %s %j is refused: %s', (field, typed, code) => {
  expect(parseDraft({ ...form, [field]: typed })).toEqual({ faults: [{ field, code }] });
});

test.each([
  ['zoe\u0308@news.example', 'zoë@news.example'],
  ['zoë@bücher.example', 'zoë@xn--bcher-kva.example'],
  ['zoë@xn--bcher-kva.example', 'Zoë@BÜCHER.example'],
])('an address typed as %j is found in the text as %j', (email, written) => {
  const parsed = parseDraft({ ...form, email, body: `Write to ${written}, please.` });
  expect(parsed).toEqual({ faults: [{ field: 'body', code: 'containsAddress' }] });
});

test('an international address is found in a web address', () => {
  const email = 'zqümlaut@bücher.example';
  const parsed = parseDraft({ ...form, email, website: `https://leyla.example/?m=${email}` });
  expect(parsed).toEqual({ faults: [{ field: 'website', code: 'containsAddress' }] });
});

test('encodings of encodings are undone a few times, however many there are', () => {
  const decode = vi.spyOn(globalThis, 'decodeURIComponent');
  expect(parseDraft({ ...form, body: `%${'25'.repeat(4999)}` })).toHaveProperty('draft');
  expect(decode.mock.calls.length).toBeLessThanOrEqual(5);
  decode.mockRestore();
});

test('somebody else’s address may be written about', () => {
  expect(parseDraft({ ...form, body: 'Ask press@ministry.example. 100%' })).toHaveProperty('draft');
});

test('every field that is missing is named', () => {
  expect(parseDraft({})).toEqual({
    faults: [
      { field: 'body', code: 'bodyMissing' },
      { field: 'name', code: 'nameMissing' },
      { field: 'email', code: 'emailMissing' },
    ],
  });
});
