// Words and phrases that the desk watches for: whole words, in any case, with `*` for any letters.
import { folded } from './words.ts';

/** What becomes of a comment that says one. */
export const effects = ['hold', 'spam'] as const;
export type Effect = (typeof effects)[number];

export interface Phrase {
  readonly phrase: string;
  readonly effect: Effect;
}

/** Code points of a phrase at most. */
export const longestPhrase = 100;
/** Words of a phrase at most. */
const mostWords = 8;
/** Phrases on the list at most: every comment is held against each of them. */
export const mostPhrases = 500;

/** @returns a phrase as the list has it, small and with single blanks; undefined when no word is in it, or too much */
export function parsePhrase(typed: string): string | undefined {
  const phrase = wordsIn(typed, '*').join(' ');
  const isWord = /[\p{L}\p{N}]/u.test(phrase) && [...phrase].length <= longestPhrase;
  const isShort = phrase.split(' ').length <= mostWords;
  return isWord && isShort ? phrase : undefined;
}

/** The phrases that a text says. @param seen all that can be read of it */
export function phrasesIn(seen: string, phrases: readonly Phrase[]): readonly Phrase[] {
  if (phrases.length === 0) return []; // Taking a text apart costs more than all else that is judged by.
  const words = wordsIn(seen);
  const text = words.join(' ');
  const places = Map.groupBy(words.keys(), (place) => words[place] ?? '');
  return phrases.filter(({ phrase }) => {
    const wanted = phrase.split(' ').map((word) => word.split('*'));
    const longest = wanted.flat().reduce((a, b) => (b.length > a.length ? b : a), '');
    if (!text.includes(longest)) return false;
    // Where one of its words stands as it is, nothing else has to be tried.
    const whole = wanted.findIndex(({ length }) => length === 1);
    const starts = whole < 0 ? [...words.keys()] : (places.get(wanted[whole]?.[0] ?? '') ?? []);
    return starts.some((place) => says(words, place - Math.max(0, whole), wanted));
  });
}

/** What a word must begin with, hold in this order, and end with. */
type Pieces = readonly string[];

const says = (words: readonly string[], from: number, wanted: readonly Pieces[]): boolean =>
  wanted.every((pieces, index) => fits(words[from + index], pieces));

function fits(word: string | undefined, [first = '', ...others]: Pieces): boolean {
  if (word === undefined || !word.startsWith(first)) return false;
  const last = others.pop();
  if (last === undefined) return word.length === first.length;
  let place = first.length;
  for (const piece of others) {
    const found = word.indexOf(piece, place);
    if (found < 0) return false;
    place = found + piece.length;
  }
  return word.length - last.length >= place && word.endsWith(last);
}

/**
 * A text's words, small and without accents. Where a script sets no blanks between words, each sign is one.
 * @param joker what may stand in a word besides letters, digits and marks
 */
const wordsIn = (text: string, joker: Joker = ''): readonly string[] =>
  (
    text
      .replace(/[\p{DI}\p{Cf}]/gu, '')
      .replace(/(\p{M}{4})\p{M}+/gu, '$1')
      .normalize('NFKC')
      .match(wordPattern(joker)) ?? []
  ).map(folded);

const unspaced = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;

type Joker = '' | '*';

// Making one takes milliseconds, more than using it, and most Workers never see a comment.
const wordPatterns = new Map<Joker, RegExp>();

function wordPattern(joker: Joker): RegExp {
  const made =
    wordPatterns.get(joker) ??
    new RegExp(`[${unspaced}]|[[\\p{L}\\p{N}\\p{M}${joker}]--[${unspaced}]]+`, 'gv');
  wordPatterns.set(joker, made);
  return made;
}

/** Finds everything on the list, in the order of the alphabet. */
export const everyPhrase = (db: D1Database): D1PreparedStatement =>
  db.prepare('SELECT phrase, effect FROM phrases ORDER BY phrase');

export async function listedPhrases(db: D1Database): Promise<readonly Phrase[]> {
  return (await everyPhrase(db).all<Phrase>()).results;
}

/**
 * Puts a phrase on the list; one that is there already gets the new effect.
 * @returns false when the list is full
 */
export async function addPhrase(
  db: D1Database,
  { phrase, effect }: Phrase,
  moderator: string,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO phrases (phrase, effect, moderator, created_at)
       SELECT ?1, ?2, ?3, ?4
       WHERE (SELECT count(*) FROM phrases) < ?5 OR EXISTS (SELECT 1 FROM phrases WHERE phrase = ?1)
       ON CONFLICT DO UPDATE SET effect = excluded.effect, moderator = excluded.moderator, created_at = excluded.created_at`,
    )
    .bind(phrase, effect, moderator, now, mostPhrases)
    .run();
  return meta.changes > 0;
}

/** Takes a phrase from the list. */
export async function removePhrase(db: D1Database, phrase: string): Promise<void> {
  await db.prepare('DELETE FROM phrases WHERE phrase = ?1').bind(phrase).run();
}
