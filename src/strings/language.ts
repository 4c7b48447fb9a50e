import type { en } from './en.ts';

/** What is said of a number, which stands where the `#` is: a form for each that the language has. */
export type Plural = { readonly other: string } & {
  readonly [Form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string;
};

/** The shape that every language has: one missing word does not compile. */
export type Language = Shape<typeof en>;
export type Words = Language['words'];
export type PrivacyWords = Language['privacy'];
export type DeskWords = Language['desk'];

/** The parts in which a language is needed: as JSON, or the name under which that lies. */
export interface WordParts {
  readonly words: string;
  readonly privacy: string;
  /** With what else only the desk has. */
  readonly desk: string;
}

/** What is told of a table of schema.sql. */
export interface Kept {
  readonly what: string;
  readonly howLong: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** Every table, by its name. */
export const tables = ({ kept }: PrivacyWords): readonly [string, Kept][] =>
  Object.entries<Kept>(kept);

type Shape<Said> = Said extends { one: string; other: string }
  ? Plural
  : Said extends string
    ? string
    : { readonly [Key in keyof Said]: Shape<Said[Key]> };
