// What front matter may say. Each message is what to do, and follows the name of its key.
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { commentStates } from '../model/moderation.ts';
import { oldPathOf } from '../model/old-path.ts';

const emptyHint = 'must not be empty: fill it in, or leave the key out';

const oneLine = v.pipe(
  v.string(({ input }) =>
    input === null
      ? emptyHint
      : 'must be text in one line; put quotes around it if it looks like a number or a list',
  ),
  v.trim(),
  v.nonEmpty(emptyHint),
  // Not all of \p{C}: Persian joins its letters, and emoji join theirs, with invisible characters.
  v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be text in one line, without control characters'),
);

/** One of them, or a list: always a list when it is read. */
const listOf = <Read>(item: v.GenericSchema<unknown, Read>, hint: string) =>
  v.union(
    [
      v.pipe(
        item,
        v.transform((one) => [one]),
      ),
      v.array(item, hint),
    ],
    hint,
  );

const listHint = 'must be text, or a list of texts such as [Baku, Iran]';

const peopleHint =
  'must name its people: Leyla, or [Leyla, Samir], or {name: Leyla, url: https://leyla.example, fediverse: "@leyla@social.example"}';

const person = v.union(
  [
    v.pipe(
      oneLine,
      v.transform((name) => ({ name })),
    ),
    v.strictObject(
      {
        name: oneLine,
        url: v.exactOptional(
          v.pipe(
            oneLine,
            v.check((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), peopleHint),
          ),
        ),
        fediverse: v.exactOptional(
          v.pipe(oneLine, v.regex(/^@[\w.-]+@[\w-]+(\.[\w-]+)+$/, peopleHint)),
        ),
      },
      peopleHint,
    ),
  ],
  peopleHint,
);

const people = v.pipe(listOf(person, peopleHint), v.minLength(1, peopleHint));

const pathsHint = 'must be paths of this site, such as /2023/04/06/old-name/ or /?p=123';

/** In one form, however it is percent-encoded; the front page is no old path. */
const oldPath = v.pipe(
  oneLine,
  v.startsWith('/', pathsHint),
  v.check((path) => !path.startsWith('//'), pathsHint),
  v.transform((path) => oldPathOf(new URL(path, 'https://site.example'))),
  v.nonEmpty(pathsHint),
);

const correctionsHint = 'must be a list, each with a date and a text';

const corrections = (timeZone: string) =>
  v.array(
    v.strictObject({ date: moment(timeZone), text: oneLine }, correctionsHint),
    correctionsHint,
  );

export function isLanguage(tag: string): boolean {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) !== undefined;
  } catch {
    return false;
  }
}

const language = v.pipe(
  oneLine,
  v.check(isLanguage, 'must be a language tag such as en, es or pt-BR'),
);

const moment = (timeZone: string) =>
  v.pipe(
    oneLine,
    v.transform((text) => readMoment(text, timeZone)),
    v.string(
      'must be a date that exists, such as 2023-04-06, 2023-04-06 18:30 or 2023-04-06T18:30:00+04:00',
    ),
  );

const pictureHint = 'must have a src and an alt, such as {src: square.jpg, alt: What it shows}';

const picture = v.strictObject(
  { src: oneLine, alt: oneLine, credit: v.exactOptional(oneLine) },
  pictureHint,
);

const commentsHint = `must be one of ${commentStates.join(', ')}`;

const translationsHint = 'must name a slug for each language, such as {es: un-dia-en-baku}';

const translations = v.pipe(
  v.record(language, oneLine, translationsHint),
  v.transform((bySlug) => Object.entries(bySlug).map(([language, slug]) => ({ language, slug }))),
);

/** What every page may say. */
const common = (timeZone: string) => ({
  headline: oneLine,
  dek: v.exactOptional(oneLine),
  updatedAt: v.exactOptional(moment(timeZone)),
  language: v.exactOptional(language),
  draft: v.exactOptional(v.boolean('must be true or false')),
  aliases: v.exactOptional(listOf(oldPath, pathsHint), []),
});

/** @param timeZone of dates that name none */
export const pageSchema = (timeZone: string) => v.object(common(timeZone));

const articleKeys = (timeZone: string) => ({
  ...common(timeZone),
  byline: people,
  dateline: v.exactOptional(oneLine),
  publishedAt: moment(timeZone),
  tags: v.exactOptional(listOf(oneLine, listHint), []),
  image: v.exactOptional(picture),
  comments: v.exactOptional(v.picklist(commentStates, commentsHint), 'open'),
  corrections: v.exactOptional(corrections(timeZone), []),
  translations: v.exactOptional(translations, {}),
});

/** @param timeZone of dates that name none */
export const articleSchema = (timeZone: string) =>
  v.pipe(
    v.object(articleKeys(timeZone)),
    v.forward(
      v.check(
        ({ publishedAt, updatedAt = publishedAt }) => updatedAt >= publishedAt,
        'is before publishedAt: mend one of the two',
      ),
      ['updatedAt'],
    ),
  );

/** What the front matter of an article may say, and that of a page. */
export const keysOf = {
  article: Object.keys(articleKeys('UTC')),
  page: Object.keys(common('UTC')),
};

const dateOrTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(?<zone>Z|[+-]\d\d:\d\d)?)?$/;

/** UTC as ISO 8601; a time without a zone is read in `timeZone`, a date without a time at midnight. */
function readMoment(text: string, timeZone: string): string | undefined {
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T');
  const shape = dateOrTime.exec(iso);
  if (!shape) return undefined;
  try {
    const instant = shape.groups?.zone
      ? Temporal.Instant.from(iso)
      : Temporal.PlainDateTime.from(iso).toZonedDateTime(timeZone).toInstant();
    const moment = new Date(instant.epochMilliseconds).toISOString();
    return /^\d{4}-/.test(moment) ? moment : undefined;
  } catch {
    return undefined;
  }
}
