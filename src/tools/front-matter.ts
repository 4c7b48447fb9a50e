// What stands at the head of an article: YAML, held against one schema.
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { type Alias, type Document, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
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
  const reportAt: Report = (offset, message) => report(lines.linePos(offset).line + 1, message);
  const aliases = aliasesOf(document);
  const wrong = [...document.errors, ...document.warnings];
  for (const { pos, message } of wrong) {
    const [reason = ''] = message.split(/\n| at line /);
    reportAt(
      pos[0],
      `${reason}: mend the front matter there; text with a colon needs quotes around it.`,
    );
  }
  for (const { source, range } of aliases)
    reportAt(range?.[0] ?? 0, `*${source} is no text: put quotes around what begins with *.`);
  const lost = commentedTexts(document);
  for (const offset of lost)
    reportAt(
      offset,
      'what follows # is lost: put quotes around the text, or the # in a line of its own.',
    );
  if (wrong.length + aliases.length + lost.length > 0) return undefined;
  return readKeys(document, timeZone, report, reportAt);
}

/** YAML reads what begins with a star as a name for something before it; no article means that. */
function aliasesOf(document: Document.Parsed): Alias[] {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  return aliases;
}

/** Where a text is followed by a comment in its line: most likely it was meant to go on. */
function commentedTexts(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Scalar: (_, { comment, range }) => void (comment && offsets.push(range?.[0] ?? 0)),
  });
  return offsets;
}

function readKeys(
  document: Document.Parsed,
  timeZone: string,
  report: Report,
  reportAt: Report,
): FrontMatter | undefined {
  const offsets = offsetsOfKeys(document);
  const reportKey = (key: string, message: string) => {
    const offset = offsets.get(key);
    return offset === undefined ? report(1, message) : reportAt(offset, message);
  };
  for (const key of offsets.keys()) {
    if (!frontMatterKeys.includes(key))
      reportKey(key, `${key} is not a key of an article: take it out, or use one of ${known}.`);
  }
  const { success, output, issues } = v.safeParse(schema(timeZone), document.toJS() ?? {});
  if (success && !isUpdatedTooEarly(output)) return output;
  if (success) reportKey('updatedAt', 'updatedAt is before publishedAt: mend one of the two.');
  for (const issue of issues ?? []) reportKey(keyOf(issue), inWords(issue));
  return undefined;
}

/** Where each key stands in the YAML. */
const offsetsOfKeys = ({ contents }: Document.Parsed) =>
  new Map(
    (isMap(contents) ? contents.items : []).map(({ key }) => [
      String(key),
      isNode(key) ? key.range?.[0] : undefined,
    ]),
  );

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

const peopleHint =
  'must name its people: Leyla, or [Leyla, Samir], or {name: Leyla, url: https://leyla.example}';

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
      },
      peopleHint,
    ),
  ],
  peopleHint,
);

const people = v.union(
  [
    v.pipe(
      person,
      v.transform((one) => [one]),
    ),
    v.pipe(v.array(person, peopleHint), v.minLength(1, peopleHint)),
  ],
  peopleHint,
);

const pathsHint = 'must be paths of this site, such as /2023/04/06/old-name/ or /?p=123';

/** In the form in which a browser asks for it. */
const oldPath = v.pipe(
  oneLine,
  v.startsWith('/', pathsHint),
  v.check((path) => !path.startsWith('//') && path !== '/', pathsHint),
  v.transform((path) => {
    const { pathname, search } = new URL(path, 'https://site.example');
    return pathname.replace(/\/$/, '') + search;
  }),
);

const paths = v.union(
  [
    v.pipe(
      oldPath,
      v.transform((path) => [path]),
    ),
    v.array(oldPath, pathsHint),
  ],
  pathsHint,
);

const correctionsHint = 'must be a list, each with a date and a text';

const corrections = (timeZone: string) =>
  v.array(
    v.strictObject({ date: moment(timeZone), text: oneLine }, correctionsHint),
    correctionsHint,
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
  v.object({
    headline: oneLine,
    dek: v.exactOptional(oneLine),
    byline: people,
    dateline: v.exactOptional(oneLine),
    publishedAt: moment(timeZone),
    updatedAt: v.exactOptional(moment(timeZone)),
    tags: v.exactOptional(listOfLines),
    language: v.exactOptional(language),
    draft: v.exactOptional(v.boolean('must be true or false')),
    aliases: v.exactOptional(paths),
    corrections: v.exactOptional(corrections(timeZone)),
  });

/** What front matter may say. */
export const frontMatterKeys = Object.keys(schema('UTC').entries);

const known = frontMatterKeys.join(', ');

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

function inWords(issue: Issue): string {
  const key = keyOf(issue);
  if (issue.type !== 'object' || (issue.path?.length ?? 0) > 1) return `${key} ${issue.message}.`;
  return key ? `${key} is missing: add it to the front matter.` : `must hold keys: ${known}.`;
}
