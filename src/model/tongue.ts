// Which language a text is in, as far as its letters alone can tell: enough for a voice that reads it aloud. No voice
// is better than a wrong one, so a language that shares its letters with another is known by what neither has.

const beyondLatin = /[\u0370-\u1fff\u3040-\ud7ff]/;

/** Whether a text, or what it stands in, has letters that could tell: finding out costs next to nothing. */
export const isBeyondLatin = (text: string): boolean => beyondLatin.test(text);

/** @returns a BCP 47 tag; undefined for what is mostly in Latin letters, and where the letters tell nothing */
export function languageOf(text: string): string | undefined {
  const latin = text.match(/\p{sc=Latn}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (latin * 2 >= letters) return undefined;
  return tells().find(
    ({ letter, stranger }) => letter.test(text) && !(stranger?.test(text) ?? false),
  )?.language;
}

interface Tell {
  readonly language: string;
  /** It has this one. */
  readonly letter: RegExp;
  /** And none of these. */
  readonly stranger?: RegExp;
}

/** The first that fits is taken. They are made where they are used: most Workers never need them. */
const tells = (): readonly Tell[] => [
  { language: 'ja', letter: /[\p{sc=Hira}\p{sc=Kana}]/u },
  { language: 'zh', letter: /\p{sc=Han}/u },
  { language: 'ko', letter: /\p{sc=Hang}/u },
  { language: 'he', letter: /\p{sc=Hebr}/u },
  { language: 'el', letter: /\p{sc=Grek}/u },
  { language: 'hy', letter: /\p{sc=Armn}/u },
  { language: 'ka', letter: /\p{sc=Geor}/u },
  { language: 'th', letter: /\p{sc=Thai}/u },
  { language: 'ur', letter: /[ٹڈڑںے]/u, stranger: /(?![ء-يآأؤإئٹپچڈڑژکگںھہۂۓیے])\p{sc=Arab}/u },
  { language: 'fa', letter: /[پچژگکی]/u, stranger: /(?![ء-غف-يپچژکگی])(?=\p{L})\p{sc=Arab}/u },
  { language: 'ar', letter: /[ةىيكأإ]/u, stranger: /(?![ء-غف-ي])(?=\p{L})\p{sc=Arab}/u },
  { language: 'uk', letter: /[їєґ]/iu, stranger: /(?![а-щьюяґєії])\p{sc=Cyrl}/iu },
  { language: 'ru', letter: /[ыэё]/iu, stranger: /(?![а-яё])\p{sc=Cyrl}/iu },
];
