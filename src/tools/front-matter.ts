// What stands at the head of an article: YAML, held against one schema.
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Report } from './faults.ts';

export type FrontMatter = v.InferOutput<ReturnType<typeof schema>>;

/**
 * @param yaml what stands between the two lines of dashes; it begins on the file's second line
 * @param timeZone of dates that name none
 */
export function readFrontMatter(
  yaml: string,
  timeZone: string,
  report: Report,
): FrontMatter | undefined {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  for (const { pos, message } of document.errors) {
    const [reason = ''] = message.split(/\n| at line /);
    report(lines.linePos(pos[0]).line + 1, `${reason}: mend the front matter there.`);
  }
  if (document.errors.length > 0) return undefined;
  const { success, output, issues } = v.safeParse(schema(timeZone), document.toJS() ?? {});
  if (success && !isUpdatedTooEarly(output)) return output;
  if (success) report(1, 'updatedAt is before publishedAt: mend one of the two.');
  for (const issue of issues ?? []) report(lineOf(issue, document, lines), inWords(issue));
  return undefined;
}

const oneLine = v.pipe(
  v.string('must be text in one line; put quotes around it if it looks like a number or a list'),
  v.trim(),
  v.nonEmpty('must not be empty: fill it in, or leave the key out'),
  v.regex(/^[^\p{C}]*$/u, 'must be text in one line, without control characters'),
);

const listHint = 'must be text, or a list of texts such as [Baku, Iran]';

const listOfLines = v.union(
  [
    v.pipe(
      oneLine,
      v.transform((line) => [line]),
    ),
    v.pipe(v.array(oneLine, listHint), v.minLength(1, listHint)),
  ],
  listHint,
);

const language = v.pipe(
  oneLine,
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en, es or pt-BR'),
);

const moment = (timeZone: string) =>
  v.pipe(
    oneLine,
    v.transform((text) => readMoment(text, timeZone)),
    v.string(
      'must be a date that exists, such as 2023-04-06, 2023-04-06 18:30 or 2023-04-06T18:30:00+04:00',
    ),
  );

const schema = (timeZone: string) =>
  v.strictObject({
    headline: oneLine,
    dek: v.exactOptional(oneLine),
    byline: listOfLines,
    dateline: v.exactOptional(oneLine),
    publishedAt: moment(timeZone),
    updatedAt: v.exactOptional(moment(timeZone)),
    tags: v.exactOptional(listOfLines),
    language: v.exactOptional(language),
  });

/** What front matter may say. */
export const frontMatterKeys = Object.keys(schema('UTC').entries);

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
    return new Date(instant.epochMilliseconds).toISOString();
  } catch {
    return undefined;
  }
}

const isUpdatedTooEarly = ({ publishedAt, updatedAt = publishedAt }: FrontMatter) =>
  updatedAt < publishedAt;

type Issue = v.BaseIssue<unknown>;

const keyOf = ({ path }: Issue) => String(path?.[0]?.key ?? '');

/** The line of the key; the first line of the file for a key that is not there. */
function lineOf(issue: Issue, document: Document, lines: LineCounter): number {
  const pairs = isMap(document.contents) ? document.contents.items : [];
  const pair = pairs.find(({ key }) => isScalar(key) && String(key.value) === keyOf(issue));
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  return start === undefined ? 1 : lines.linePos(start).line + 1;
}

function inWords(issue: Issue): string {
  const key = keyOf(issue);
  const known = frontMatterKeys.join(', ');
  if (issue.type !== 'strict_object') return `${key} ${issue.message}.`;
  if (issue.expected === 'never')
    return `${key} is not a key of an article: take it out, or use one of ${known}.`;
  return key ? `${key} is missing: add it to the front matter.` : `must hold keys: ${known}.`;
}
