import { describe, expect, test } from 'vitest';
import { en } from '../../src/strings/en.ts';
import type { Language } from '../../src/strings/language.ts';
import { languages } from '../../src/strings/languages.ts';

/** What a language says as English does, and why: nothing else may be left in English. */
const asInEnglish: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  es: {
    'words.minutesShort': 'the sign of the minute',
    'words.comma': 'the sign is the same',
    'words.semicolon': 'the sign is the same',
    'desk.spam': 'the word is the same',
    'desk.statuses.spam': 'the word is the same',
    'desk.commenters': 'the word is the same',
    'desk.webhook': 'the word is the same',
  },
};

/** Buttons that sentences name. */
const buttonsOf = ({ words }: Language) => [
  words.postComment,
  words.saveChanges,
  words.reports.send,
];

/** What nobody translates: settings, names, addresses, and what is typed as it stands. */
const code =
  /[A-Z]+(?:_[A-Z]+)+|Turnstile|Cloudflare|[\w.]+\.cloudflare\.com|\/oembed\?url=|\?via=whatsapp|https:\/\/|src\/articles|“(?:copy|native|network|moderator)”|casino\*|base64url/g;

interface Said {
  readonly path: string;
  /** The form of a plural; of everything else `other`. */
  readonly form: string;
  readonly text: string;
}

const isPlural = (said: object) => 'one' in said && 'other' in said;

const saidIn = (said: object, path: readonly string[] = []): Said[] =>
  Object.entries(said).flatMap(([key, one]: [string, string | object]) => {
    if (typeof one !== 'string') return saidIn(one, [...path, key]);
    const [place, form] = isPlural(said) ? [path, key] : [[...path, key], 'other'];
    return [{ path: place.join('.'), form, text: one }];
  });

const english = saidIn(en);
const inEnglish = new Map(english.filter(({ form }) => form === 'other').map((a) => [a.path, a]));
const plurals = new Set(english.filter(({ form }) => form === 'one').map(({ path }) => path));
const englishOf = ({ path }: Said) => inEnglish.get(path)?.text ?? '';

const numbers = [...Array.from({ length: 201 }, (_, number) => number), 1_000_000];

/** The numbers for which each form stands. */
const formsOf = (language: string): Map<string, number[]> => {
  const rules = new Intl.PluralRules(language);
  return Map.groupBy(numbers, (number) => rules.select(number));
};

const named = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const apart = (text: string) => [...new Set(text.match(/\u2068\{\w+\}\u2069/g))].sort();
const bare = (text: string) => text.replaceAll(/[“”]/g, '');

describe.each(Object.entries(languages))('%s', (tag, language) => {
  const said = saidIn(language);
  const forms = formsOf(language.words.language);
  /** A form that stands for one number can say it in a word; `one` is 1 alone in most languages, but 21 too in some. */
  const isOneNumber = (form: string) => {
    const [first = 0, ...more] = (forms.get(form) ?? []).filter((number) => number > 0);
    return first <= 2 && more.length === 0;
  };

  test('is known by its own tag, and dates are written in it', () => {
    expect(language.words.language).toBe(tag);
    expect(new Intl.DateTimeFormat(language.words.dates).resolvedOptions().locale).toMatch(
      new RegExp(`^${tag}\\b`),
    );
  });

  test('says the same things', () => {
    expect([...new Set(said.map(({ path }) => path))].sort()).toEqual([...inEnglish.keys()].sort());
  });

  test.each([...plurals])('%s has every form of a number', (path) => {
    const had = said.filter((one) => one.path === path).map(({ form }) => form);
    expect(had).toEqual(expect.arrayContaining([...forms.keys()]));
  });

  test('says of none what English says of none', () => {
    const ofNone = (all: Said[]) =>
      all.filter(({ form }) => form === 'zero').map(({ path }) => path);
    expect(ofNone(said)).toEqual(expect.arrayContaining(ofNone(english)));
  });

  test.each(said)('$path, $form', (one) => {
    const { text, form } = one;
    const model = englishOf(one);
    expect(text.trim()).not.toBe('');
    expect(named(text)).toEqual(named(model));
    expect(apart(text)).toEqual(expect.arrayContaining(apart(model)));
    const [count, wanted] = [text, model].map((some) => some.split('#').length - 1);
    if (!(count === 0 && isOneNumber(form))) expect(count).toBe(wanted);
    for (const [name] of model.matchAll(code)) expect(text).toContain(bare(name));
    // A message keeps its paragraphs: the address stands alone in its line.
    expect(text.replaceAll(/[^\n]+/g, '.')).toBe(model.replaceAll(/[^\n]+/g, '.'));
  });

  test.each(
    buttonsOf(en).flatMap((button, index) =>
      said
        .filter((one) => englishOf(one).includes(`“${button}”`))
        .map(({ path, form, text }) => ({ path, form, text, button: buttonsOf(language)[index] })),
    ),
  )('$path, $form, names the button as it is called', ({ text, button }) => {
    expect(text).toContain(button);
  });
});

const others = Object.entries(languages).filter(([, language]) => language !== en);

test.each(others)('%s leaves nothing in English', (tag, language) => {
  const same = saidIn(language).filter((one) => one.text === englishOf(one));
  const paths = new Set(same.map(({ path }) => path));
  expect([...paths].sort()).toEqual(Object.keys(asInEnglish[tag] ?? {}).sort());
});
