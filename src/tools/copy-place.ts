// Where the addresses of a site lie in a copy of it: a path is a folder with an index.html, so that any file server
// serves it, and its query a folder of its own.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { decoded } from './decoded.ts';

/** What an address of the site is to a copy. */
export type Place =
  /** `path` is what the site is asked for it. */
  | { readonly kind: 'file'; readonly file: string; readonly path: string }
  | { readonly kind: 'comment'; readonly file: string; readonly path: string; readonly id: string }
  /** Counts a share and leads on: a copy leads on at once. */
  | { readonly kind: 'share'; readonly slug: string; readonly network: string }
  /** What only a server can answer, or nobody but its owner. */
  | { readonly kind: 'none'; readonly file: string; readonly path: string };

/** @param url of the site that is copied */
export function placeOf(url: URL): Place {
  const path = url.pathname.replace(/(?<=.)\/+$/, '');
  const [, slug = '', network] = /^\/articles\/([^/]+)\/share\/([^/]+)$/.exec(path) ?? [];
  if (network) return { kind: 'share', slug, network };
  const [, id] = /^\/comments\/([0-9A-Z]{26})$/.exec(path) ?? [];
  if (id) return { kind: 'comment', file: commentFile(id), path, id };
  if (
    /^\/(moderation|search|health|cdn-cgi|comments|s|privacy)(\/|$)/.test(path) &&
    path !== '/privacy'
  )
    return { kind: 'none', file: fileOf(path), path: path + url.search };
  if (path === '/oembed') return oembedOf(url);
  const query = new URLSearchParams(
    keysOf(path).flatMap((key) => url.searchParams.getAll(key).map((value) => [key, value])),
  );
  return {
    kind: 'file',
    file: fileOf(path, query),
    path: query.size > 0 ? `${path}?${query}` : path,
  };
}

export const commentFile = (id: string): string => `comments/${id}/index.html`;

/** Where what is found at a path and its query lies. */
export function fileOf(path: string, query = new URLSearchParams()): string {
  const folders = path.split('/').filter(Boolean).map(named);
  const parts = [...query].map(([key, value]) => `${key}=${named(value.replace(idsAbove, ''))}`);
  const isFile = parts.length === 0 && types.test(path) && !path.startsWith('/tags/');
  const file = [...folders, ...parts, ...(isFile ? [] : ['index.html'])].join('/');
  return renamed(file);
}

/** Where a page of the copy finds another, from wherever both are put. */
export function linkTo(from: string, to: string, hash = ''): string {
  if (from === to && hash) return hash;
  const steps = posix.relative(posix.dirname(from), to).split('/');
  return steps.map((step) => encodeURIComponent(step).replaceAll('%3D', '=')).join('/') + hash;
}

/** A page of comments begins after a path of ids, of which the last is enough: it stands in one place alone. */
const idsAbove = /^(?:[0-9A-Z]{26})+(?=[0-9A-Z]{26}$)/;

/** What changes a page; everything else in a query is for a server, or was hung onto an address on its way. */
function keysOf(path: string): readonly string[] {
  if (path === '/articles') return ['in', 'after'];
  return /^\/(tags\/[^/]+|articles\/[^/]+\/comments)$/.test(path) ? ['after'] : [];
}

/** Of the article that it tells about. */
function oembedOf(url: URL): Place {
  const about = URL.parse(url.searchParams.get('url') ?? '');
  const [, slug] = /^\/articles\/([^/]+)\/?$/.exec(about?.pathname ?? '') ?? [];
  return slug && about
    ? { kind: 'file', file: `articles/${named(slug)}/oembed.json`, path: `/oembed${url.search}` }
    : { kind: 'none', file: fileOf('/oembed'), path: '/oembed' };
}

/** What lies there as it is. What a script once made, such as index.php, was a page. */
const types =
  /\.(atom|avif|css|csv|docx?|epub|gif|gz|html?|ico|jpe?g|js|json|m4a|md|mp3|mp4|odt|ogg|pdf|png|svg|txt|vtt|wav|webm|webmanifest|webp|woff2?|xlsx?|xml|zip)$/i;

/** File servers know the types of these names. */
const renamed = (file: string) =>
  file
    .replace(/(^|\/)comments\.atom$/, '$1comments.xml')
    .replace(/^site\.webmanifest$/, 'manifest.json');

const longestName = 120;

/** A part of a path as a file may be called on every system; one that has to be changed stays its own. */
function named(part: string): string {
  const text = decoded(part).normalize('NFC');
  const plain = text.replace(/[\p{Cc}<>:"/\\|?*%]/gu, '-').replace(/^\.+|[. ~]+$/g, '-');
  if (plain === text && Buffer.byteLength(text) <= longestName) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${[...plain].slice(0, 24).join('')}-${hash}`;
}
