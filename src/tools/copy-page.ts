// A page of the site as a file server can serve it: its links lead to files, and what needs a server is gone.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { html } from 'hono/html';
import { type HTMLElement, parse } from 'node-html-parser';
import type { Language, Words } from '../strings/language.ts';
import { nearest } from '../strings/languages.ts';
import { directionOf } from '../strings/say.ts';
import { commentFile, linkTo, type Place, placeOf } from './copy-place.ts';

/** A page, and what is known of the site around it. */
export interface Original {
  readonly source: string;
  /** Its address on the site. */
  readonly url: URL;
  /** Where it lies in the copy. */
  readonly file: string;
  readonly site: Origins;
  /** Where each network is asked to compose, by the path that counts a share. */
  readonly intents: ReadonlyMap<string, string>;
  /** The files of the comments that earlier pages of this conversation show. */
  readonly comments: ReadonlyMap<string, string>;
}

/** The addresses under which a site is asked, and names itself. */
export interface Origins {
  /** Where it is copied from. */
  readonly asked: string;
  /** As its pages call it. */
  readonly named: string;
}

export interface CopiedPage {
  readonly html: string;
  /** What of the site it shows or leads to. */
  readonly places: readonly Place[];
  /** Where its conversation goes on. */
  readonly next: URL | undefined;
}

/** Makes the page of a copy. What it costs grows with the page, not with the site. */
export function copyPage(page: Original): CopiedPage {
  const root = parse(page.source, { comment: true });
  const next = root.querySelector('.comments .more a')?.getAttribute('href');
  const { words, copy } = languageOf(root);
  takeAway(root, words);
  const here = new Set(commentsOn(page.source));
  const places = root.querySelectorAll(leading).flatMap((element) => lead(element, page, here));
  sayWhy(root, words, notice(copy, page.site));
  root.querySelector('meta[charset]')?.insertAdjacentHTML('afterend', policyOf(root));
  return { html: root.toString(), places, next: next ? new URL(next, page.url) : undefined };
}

/** The ids of the comments that a page shows in their places. */
export const commentsOn = (source: string): readonly string[] =>
  [...source.matchAll(/<li id="comment-([0-9A-Z]{26})"/g)].map(([, id = '']) => id);

/** A page that leads on to another: to one of the copy, or to one that is elsewhere. */
export function leadOn(language: Language, title: string, to: string): string {
  return small(
    language,
    title,
    html`<meta http-equiv="refresh" content="0; url=${to}">`,
    html`<p><a href="${to}">${language.copy.moved}</a></p>`,
  );
}

/** What stands where the copy has nothing. @param live the same address on the site itself */
export function sayGone(language: Language, title: string, home: string, live: string): string {
  return small(
    language,
    title,
    '',
    html`<p>${language.copy.gone} <a href="${live}">${language.copy.site}</a></p>
<p><a href="${home}">${title}</a></p>`,
  );
}

type Markup = ReturnType<typeof html> | string;

/** It names an empty icon: of a page that names none, browsers ask the server for one that is not there. */
const small = ({ words }: Language, title: string, head: Markup, body: Markup): string =>
  html`<!doctype html><html lang="${words.language}" dir="${directionOf(words.language) ?? 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>
`.toString();

const languageOf = (root: HTMLElement): Language =>
  nearest(root.querySelector('html')?.getAttribute('lang') ?? 'en');

/** What a file server cannot do. */
const needsServer = [
  '.colophon a[href^="/search"]',
  '.passage',
  '#comments a[href*="sort=newest"]',
  '.answers a[href^="/"]',
];

function takeAway(root: HTMLElement, words: Words): void {
  for (const element of needsServer.flatMap((selector) => root.querySelectorAll(selector))) {
    const { parentNode: around } = element;
    element.remove();
    // A line of which nothing is left.
    if (around?.rawTagName === 'p' && around.textContent.trim() === '') around.remove();
  }
  for (const ways of root.querySelectorAll('[data-count]')) ways.removeAttribute('data-count');
  for (const line of root.querySelectorAll('#comments > .quiet'))
    if (line.textContent === words.noComments) line.remove();
}

/** Says what is missing where somebody would look for it. */
function sayWhy(root: HTMLElement, words: Words, why: string): void {
  const reply = root.querySelector('#reply:has(form)');
  if (reply) {
    reply.set_content(`<h2 id="leave-a-reply">${words.closedTitle}</h2>${why}`);
    toComments(root);
  }
  for (const form of root.querySelectorAll('search, form')) form.replaceWith(why);
  root.querySelector('.colophon > p')?.insertAdjacentHTML('afterend', why);
}

/** The way down to the form becomes one to what was said. */
function toComments(root: HTMLElement): void {
  const link = root.querySelector('.jump a[href="#leave-a-reply"]');
  const title = root.querySelector('#comments:has(.threads) #comments-title')?.innerHTML;
  if (link && title) link.setAttribute('href', '#comments').set_content(title);
  else link?.remove();
}

const notice = ({ lead, site }: Language['copy'], { named }: Origins): string =>
  `<p>${lead}${isLocal(named) ? '' : ` <a href="${named}/" rel="external">${site}</a>`}</p>`;

/** Whether a site has no name in the world: then there is nothing to lead to. */
export const isLocal = (origin: string): boolean =>
  /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(new URL(origin).hostname);

const leading = '[href], [src], meta[property="og:image"]';

/**
 * Lets an element lead to a file.
 * @param here the comments that stand on its page
 * @returns what it needs of the site
 */
function lead(element: HTMLElement, page: Original, here: ReadonlySet<string>): readonly Place[] {
  if (element.rawTagName === 'meta') {
    const picture = ours(element.getAttribute('content'), page);
    return picture ? [placeOf(picture)] : [];
  }
  const name = element.hasAttribute('href') ? 'href' : 'src';
  const raw = element.getAttribute(name) ?? '';
  const url = raw.startsWith('#') ? undefined : ours(raw, page);
  // What a page is called, and what it is called in other languages, is what it is called on the site itself.
  if (!url || element.matches('link[rel=canonical], link[hreflang]')) return [];
  const place = placeOf(url);
  element.setAttribute(name, escaped(hrefOf(place, url, page, here)));
  const isHere = place.kind === 'comment' && (here.has(place.id) || page.comments.has(place.id));
  return isHere ? [] : [place];
}

function ours(address: string | undefined, { url, site }: Original): URL | undefined {
  const found = URL.parse(address ?? '', url.href);
  return found && (found.origin === site.asked || found.origin === site.named) ? found : undefined;
}

function hrefOf(place: Place, url: URL, page: Original, here: ReadonlySet<string>): string {
  switch (place.kind) {
    case 'file':
      return linkTo(page.file, place.file, url.hash) || posix.basename(page.file);
    case 'none':
      return linkTo(page.file, place.file);
    case 'share':
      return page.intents.get(url.pathname) ?? page.site.named + url.pathname;
    case 'comment': {
      const fragment = `#comment-${place.id}`;
      if (here.has(place.id)) return fragment;
      const file = page.comments.get(place.id);
      return file ? linkTo(page.file, file, fragment) : linkTo(page.file, commentFile(place.id));
    }
    default:
      return place satisfies never;
  }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** What the page may load and run, as the site says it in a header: known by their hashes. */
function policyOf(root: HTMLElement): string {
  const hashes = (selector: string) =>
    [...new Set(root.querySelectorAll(selector).map(({ innerHTML }) => hashOf(innerHTML)))].join(
      ' ',
    ) || "'none'";
  const directives = [
    "default-src 'none'",
    `style-src ${hashes('style')}`,
    `script-src ${hashes('script:not([type])')}`,
    "img-src 'self'",
    "manifest-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${directives.join('; ')}">`;
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
