import type { Plural, Words } from './language.ts';

/** What is said of a number, by the rules of the language. */
export function plural({ language, dates }: Counting, forms: Plural, number: number): string {
  const { rules, numbers } = counting(language, dates);
  const form = (number === 0 && forms.zero) || forms[rules.select(number)] || forms.other;
  return form.replace('#', numbers.format(number));
}

/** Puts what is told into the braces of a sentence. */
export const fill = (sentence: string, told: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (braces, name) => String(told[name] ?? braces));

/**
 * The language that the interface speaks to readers of that one: the same, or as it is spoken elsewhere.
 * @param known by their tags
 * @param otherwise where it knows neither
 */
export function nearestTag(
  tag: string,
  known: Readonly<Record<string, unknown>>,
  otherwise = 'en',
): string {
  if (tag in known) return tag; // Every page asks, and most ask for this.
  const { language } = new Intl.Locale(tag);
  return language in known ? language : otherwise;
}

/** Languages that are written from right to left. */
const rightToLeft = /^(ar|arc|ckb|dv|fa|he|ku-arab|ps|sd|ug|ur|yi)\b/i;

/** undefined where a page needs not say it. */
export const directionOf = (language: string): 'rtl' | undefined =>
  rightToLeft.test(language) ? 'rtl' : undefined;

type Counting = Pick<Words, 'language' | 'dates'>;

// Making these takes longer than using them fifty times.
const known = new Map<string, { rules: Intl.PluralRules; numbers: Intl.NumberFormat }>();

function counting(language: string, dates: string) {
  const made = known.get(dates) ?? {
    rules: new Intl.PluralRules(language),
    numbers: new Intl.NumberFormat(dates),
  };
  known.set(dates, made);
  return made;
}
