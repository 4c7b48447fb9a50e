// A comment as it comes through the door: either it fits, or each fault is named.
import * as v from 'valibot';
import { isVisible, linksIn, plainText, type Tree, treeOf } from './body.ts';
import { normaliseEmail } from './email.ts';
import { givesAway } from './giveaway.ts';
import { publicUrl } from './web-address.ts';

/** What a comment says, as typed and as it is drawn. */
export interface Text {
  readonly body: string;
  readonly tree: Tree;
}

/** A comment that fits. Its email address is on its way to be hashed and forgotten. */
export interface Draft extends Text {
  readonly name: string;
  /** In the normal form of {@link normaliseEmail}. */
  readonly email: string;
  readonly website: string | null;
}

/** Code points at most. */
export const limits = { body: 10_000, name: 80, email: 254, website: 200 } as const;

export const faultCodes = [
  'bodyMissing',
  'bodyTooLong',
  'nameMissing',
  'nameTooLong',
  'nameIsAddress',
  'emailMissing',
  'emailMalformed',
  'websiteMalformed',
  'websiteTooLong',
  'containsAddress',
] as const;

export interface Fault {
  readonly field: keyof typeof limits;
  readonly code: (typeof faultCodes)[number];
}

/** @returns the draft, or one fault for each field that does not fit */
export function parseDraft(
  form: Readonly<Record<string, string>>,
): { readonly draft: Draft } | { readonly faults: readonly Fault[] } {
  const { success, output, issues } = v.safeParse(CommentForm, form, { abortPipeEarly: true });
  if (!success) return { faults: fields.flatMap((field) => faultOf(field, issues)) };
  const draft = { ...output, tree: treeOf(output.body) };
  const seen = { body: seenIn(draft), name: draft.name, website: draft.website ?? '' };
  const betraying = publicFields.filter((field) => givesAway(seen[field], draft.email));
  if (betraying.length > 0) {
    return { faults: betraying.map((field) => ({ field, code: 'containsAddress' })) };
  }
  return { draft };
}

/** The name under a comment alone. */
export function parseName(
  typed: string,
): { readonly name: string } | { readonly fault: Fault['code'] } {
  const { success, output, issues } = v.safeParse(CommentForm.entries.name, typed, {
    abortPipeEarly: true,
  });
  return success ? { name: output } : { fault: faultCode(issues[0].message) ?? 'nameMissing' };
}

/** The text of a comment alone. */
export function parseText(
  typed: string,
): { readonly text: Text } | { readonly fault: Fault['code'] } {
  const { success, output, issues } = v.safeParse(CommentForm.entries.body, typed, {
    abortPipeEarly: true,
  });
  if (success) return { text: { body: output, tree: treeOf(output) } };
  return { fault: faultCode(issues[0].message) ?? 'bodyMissing' };
}

const fields = ['body', 'name', 'email', 'website'] as const;
const publicFields = ['body', 'name', 'website'] as const;

function faultOf(field: Fault['field'], issues: readonly v.BaseIssue<unknown>[]): Fault[] {
  const issue = issues.find(({ path }) => path?.[0]?.key === field);
  const code = faultCode(issue?.message);
  return code ? [{ field, code }] : [];
}

const faultCode = (message: string | undefined) => faultCodes.find((code) => code === message);

/** All that can be read of a text: marks can stand in the middle of an address, and links lead somewhere. */
export const seenIn = ({ body, tree }: Text): string =>
  [...new Set([plainText(tree), body, ...tree.flatMap(linksIn)])].join('\n');

const isLikeAddress = (text: string) => /\S@\S+\.\S/.test(text);

/** Browsers send CRLF; control characters have no business in a text. */
const asText = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');

/** What turns the direction of a line around can make one name look like another. */
const asLine = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');

/** As a link: people leave out the scheme. */
const asUrl = (text: string) =>
  text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;

/** UTF-16 units of a line that are looked at: it is measured before anything is done to it. */
const rawLength = 1000;

const CommentForm = v.object({
  body: v.pipe(
    v.optional(v.string(), ''),
    v.transform(asText),
    v.trim(),
    v.check(isVisible, 'bodyMissing'),
    v.maxCodePoints(limits.body, 'bodyTooLong'),
  ),
  name: v.pipe(
    v.optional(v.string(), ''),
    v.maxLength(rawLength, 'nameTooLong'),
    v.transform(asLine),
    v.trim(),
    v.check(isVisible, 'nameMissing'),
    v.maxCodePoints(limits.name, 'nameTooLong'),
    v.check((name) => !isLikeAddress(name), 'nameIsAddress'),
  ),
  email: v.pipe(
    v.optional(v.string(), ''),
    v.check((typed) => typed.trim() !== '', 'emailMissing'),
    v.maxLength(rawLength, 'emailMalformed'),
    v.transform(normaliseEmail),
    v.string('emailMalformed'),
  ),
  website: v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.maxLength(rawLength, 'websiteTooLong'),
    v.transform(asUrl),
    v.check((url) => url === '' || publicUrl(url) !== undefined, 'websiteMalformed'),
    v.transform((url) => publicUrl(url) ?? null),
    v.check((url) => (url?.length ?? 0) <= limits.website, 'websiteTooLong'),
  ),
});
