/** What is said of a number, which stands where the `#` is. */
export interface Plural {
  readonly zero?: string;
  readonly one: string;
  readonly other: string;
}

/** @param language whose rules say which form a number takes, and how it is written */
export const plural = (language: string, forms: Plural): ((count: number) => string) => {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count) => formOf(forms, count, rules).replace('#', numbers.format(count));
};

function formOf({ zero, one, other }: Plural, count: number, rules: Intl.PluralRules): string {
  if (count === 0 && zero) return zero;
  return rules.select(count) === 'one' ? one : other;
}
