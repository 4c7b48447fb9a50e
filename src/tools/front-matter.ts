// What stands at the head of an article: YAML, held against one schema.
import * as v from 'valibot';
import { type Alias, type Document, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { Report } from './faults.ts';

/** What a kind of page may say at its head. */
export interface Kind<Front> {
  readonly schema: v.GenericSchema<unknown, Front>;
  readonly keys: readonly string[];
}

export interface FrontMatter<Front> {
  readonly front: Front;
  /** The line of the file on which a key stands; the first when it stands nowhere. */
  readonly lineOf: (key: string) => number;
}

/** @param yaml what stands between the two lines of dashes; it begins on the file's second line */
export function readFrontMatter<Front>(
  yaml: string,
  kind: Kind<Front>,
  report: Report,
): FrontMatter<Front> | undefined {
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
  return readKeys(document, linesOfKeys(document, lines), kind, report);
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

function readKeys<Front>(
  document: Document.Parsed,
  lines: ReadonlyMap<string, number>,
  { schema, keys }: Kind<Front>,
  report: Report,
): FrontMatter<Front> | undefined {
  const lineOf = (key: string) => lines.get(key) ?? 1;
  const known = keys.join(', ');
  for (const key of [...lines.keys()].filter((key) => !keys.includes(key))) {
    const message = `${key} is not a key that is known here: take it out, or use one of ${known}.`;
    report(lineOf(key), message);
  }
  const { success, output, issues } = v.safeParse(schema, document.toJS() ?? {});
  if (success) return { front: output, lineOf };
  for (const issue of issues) report(lineOf(keyOf(issue)), inWords(issue, known));
  return undefined;
}

/** On which line of the file each key stands. */
const linesOfKeys = ({ contents }: Document.Parsed, lines: LineCounter) =>
  new Map(
    (isMap(contents) ? contents.items : []).map(({ key }) => [
      String(key),
      lines.linePos((isNode(key) && key.range?.[0]) || 0).line + 1,
    ]),
  );

type Issue = v.BaseIssue<unknown>;

const keyOf = ({ path }: Issue) => String(path?.[0]?.key ?? '');

function inWords(issue: Issue, known: string): string {
  const key = keyOf(issue);
  if (issue.type !== 'object' || (issue.path?.length ?? 0) > 1) return `${key} ${issue.message}.`;
  return key ? `${key} is missing: add it to the front matter.` : `must hold keys: ${known}.`;
}
