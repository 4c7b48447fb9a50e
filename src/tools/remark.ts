// A comment as its format has it, and as our own form would take it.
import { limits, parseName, parseText } from '../model/draft.ts';
import type { Foreign } from '../model/imports.ts';
import { publicUrl } from '../model/web-address.ts';
import type { Addresses } from './addresses.ts';
import { typedComment } from './comment-markdown.ts';
import type { Place } from './import-report.ts';

export interface Remark extends Place, Omit<Foreign, 'id' | 'parentId' | 'website' | 'body'> {
  /** What it is called here. */
  readonly ulid: string;
  /** Its id there, and that of what it answers; '' where it answers nothing. */
  readonly key: string;
  readonly parentKey: string;
  /** As it was typed. */
  readonly website: string;
  /** HTML, in which line ends mean something. */
  readonly html: string;
}

/** The same once it is Markdown, without addresses. */
export type Told = Omit<Remark, 'html'> & Pick<Foreign, 'body'>;

/** Is told what is not quite as it was. */
type Say = (what: string) => void;

/** Nobody's address is told to everybody, whoever wrote it down. */
export function toldOf({ html, ...remark }: Remark, addresses: Addresses, say: Say): Told {
  let wasHidden = false;
  const hidden = (text: string) => {
    const shown = addresses.hidden(text, remark.email);
    wasHidden ||= shown !== text;
    return shown;
  };
  // What stood in two texts of its HTML may stand in one of its Markdown.
  const body = hidden(typedComment(html, hidden));
  if (wasHidden) say('an address of its own, or of somebody in the file, was taken out of it');
  return { ...remark, body };
}

/** @returns undefined where it has no text */
export function foreignOf(
  told: Told,
  parentId: string | null,
  addresses: Addresses,
  say: Say,
): Foreign | undefined {
  const { ulid: id, slug, status, createdAt, email } = told;
  const body = bodyOf(told, say);
  if (body === undefined) return undefined;
  const website = websiteOf(told, addresses, say);
  const name = nameOf(told, addresses, say);
  return { id, slug, parentId, name, email, website, body, status, createdAt };
}

function bodyOf({ body }: Told, say: Say): string | undefined {
  const points = [...body.slice(0, 2 * limits.body + 2)];
  const isLong = points.length > limits.body;
  if (isLong) say(`its text was cut at ${limits.body} characters`);
  const short = points.slice(0, limits.body - 1).join('');
  const parsed = parseText(isLong ? `${short.replace(/\s+\S*$/, '')}…` : body);
  return 'text' in parsed ? parsed.text.body : undefined;
}

function websiteOf({ website, email }: Told, addresses: Addresses, say: Say): string | null {
  if (!website) return null;
  const url = publicUrl(/^[a-z][a-z0-9+.-]*:/i.test(website) ? website : `https://${website}`);
  if (url && url.length <= limits.website && addresses.hidden(url, email) === url) return url;
  say('its website is no address on the web, or a long one, and was left out');
  return null;
}

function nameOf({ name, email }: Told, addresses: Addresses, say: Say): string {
  const shown = addresses.hidden(name, email);
  const cut = [...shown].slice(0, limits.name).join('');
  const parsed = parseName(cut);
  if ('fault' in parsed || shown !== name) {
    say('its name is missing, or is an address: it is signed Anonymous');
    return 'Anonymous';
  }
  if (cut !== shown) say(`its name was cut at ${limits.name} characters`);
  return parsed.name;
}
