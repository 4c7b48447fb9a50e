import { keptText } from '../../build/articles.ts';
import { type Files, readText } from './texts.ts';

/** What is kept, by table of schema.sql: in words for readers. */
export type Kept = Readonly<
  Record<
    string,
    {
      readonly what: string;
      readonly howLong: string;
      readonly columns: Readonly<Record<string, string>>;
    }
  >
>;

/** The compiler laid it beside the Worker, which has no room for so many words. */
export const readKept = async (files: Files): Promise<Kept> =>
  JSON.parse(await readText(files, keptText));
