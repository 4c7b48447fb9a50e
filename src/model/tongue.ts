// Which language a text is in, as far as its letters alone can tell: enough for a voice that reads it aloud.

/** Letters that only one language of some size is written in; the first that fits is taken. */
const tells: readonly (readonly [letters: RegExp, language: string])[] = [
  [/[\p{sc=Hira}\p{sc=Kana}]/u, 'ja'],
  [/\p{sc=Han}/u, 'zh'],
  [/\p{sc=Hang}/u, 'ko'],
  [/\p{sc=Hebr}/u, 'he'],
  [/\p{sc=Grek}/u, 'el'],
  [/\p{sc=Armn}/u, 'hy'],
  [/\p{sc=Geor}/u, 'ka'],
  [/\p{sc=Thai}/u, 'th'],
  [/\p{sc=Beng}/u, 'bn'],
  [/\p{sc=Taml}/u, 'ta'],
  [/[ٹڈڑںے]/u, 'ur'],
  [/[ڕڵۆێ]/u, 'ckb'],
  [/[پچژگکی]/u, 'fa'],
  [/[ةىيكأإ]/u, 'ar'],
  [/[іїєґ]/u, 'uk'],
  [/[ыэъё]/u, 'ru'],
];

/** No letter of Latin script is above; looking for one that is costs next to nothing. */
const other = /[\u0370-\u1fff\u3040-\ud7ff]/;

/** @returns a BCP 47 tag; undefined for what is mostly in Latin letters, and where the letters tell nothing */
export function languageOf(text: string): string | undefined {
  if (!other.test(text)) return undefined;
  const latin = text.match(/\p{sc=Latn}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return latin * 2 < letters ? tells.find(([letter]) => letter.test(text))?.[1] : undefined;
}
