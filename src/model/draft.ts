// A comment as it comes through the door: either it fits, or each fault is named.
import * as v from 'valibot';
import { normaliseAddress } from './email.ts';

/** A comment that fits. Its address is on its way to be hashed and forgotten. */
export interface Draft {
  readonly body: string;
  readonly name: string;
  /** In the normal form of {@link normaliseAddress}. */
  readonly address: string;
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
  const { email: address, ...draft } = output;
  const betrayed = fields.filter((field) => betrays(output[field], form.email ?? '', address));
  const faults = betrayed.filter((field) => field !== 'email');
  if (faults.length > 0)
    return { faults: faults.map((field) => ({ field, code: 'containsAddress' })) };
  return { draft: { ...draft, address } };
}

const fields = ['body', 'name', 'email', 'website'] as const;

function faultOf(field: Fault['field'], issues: readonly v.BaseIssue<unknown>[]): Fault[] {
  const issue = issues.find(({ path }) => path?.[0]?.key === field);
  const code = faultCodes.find((known) => known === issue?.message);
  return code ? [{ field, code }] : [];
}

/** What everybody reads must not give away what was typed for nobody. */
function betrays(text: string | null, typed: string, address: string): boolean {
  const read = text?.toLowerCase() ?? '';
  return read.includes(address) || read.includes(typed.trim().toLowerCase());
}

/** Letters of any script, digits, signs or emoji: something an eye can see. */
const isVisible = (text: string) => /[^\s\p{C}\p{Z}\p{M}]/u.test(text);

const isLikeAddress = (text: string) => /\S@\S+\.\S/.test(text);

/** Browsers send CRLF; control characters have no business in a text. */
const asText = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');

const asLine = (text: string) => text.normalize('NFC').replace(/[\s\p{Cc}]+/gu, ' ');

/** As a link: people leave out the scheme. */
const asUrl = (text: string) =>
  text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;

/** No user name: `https://reader@news.example` would be an address in disguise. */
function isPublicUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  return (
    /^https?:$/.test(url.protocol) && !url.username && !url.password && url.hostname.includes('.')
  );
}

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
    v.transform(asLine),
    v.trim(),
    v.check(isVisible, 'nameMissing'),
    v.maxCodePoints(limits.name, 'nameTooLong'),
    v.check((name) => !isLikeAddress(name), 'nameIsAddress'),
  ),
  email: v.pipe(
    v.optional(v.string(), ''),
    v.check((typed) => typed.trim() !== '', 'emailMissing'),
    v.check((typed) => normaliseAddress(typed) !== undefined, 'emailMalformed'),
    v.transform((typed) => normaliseAddress(typed) ?? ''),
  ),
  website: v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.transform(asUrl),
    v.check((url) => url === '' || isPublicUrl(url), 'websiteMalformed'),
    v.transform((url) => URL.parse(url)?.href ?? null),
    v.check((url) => (url?.length ?? 0) <= limits.website, 'websiteTooLong'),
  ),
});
