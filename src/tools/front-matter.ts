// What stands at the head of an article: YAML, held against one schema.
import * as v from 'valibot';
import { type Alias, type Document, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { Report } from './faults.ts';
import { frontMatterKeys, schema } from './schema.ts';

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

const known = frontMatterKeys.join(', ');

const isUpdatedTooEarly = ({ publishedAt, updatedAt = publishedAt }: FrontMatter) =>
  updatedAt < publishedAt;

type Issue = v.BaseIssue<unknown>;

const keyOf = ({ path }: Issue) => String(path?.[0]?.key ?? '');

function inWords(issue: Issue): string {
  const key = keyOf(issue);
  if (issue.type !== 'object' || (issue.path?.length ?? 0) > 1) return `${key} ${issue.message}.`;
  return key ? `${key} is missing: add it to the front matter.` : `must hold keys: ${known}.`;
}
