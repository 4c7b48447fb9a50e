// What machines read: feeds, and the maps that lead crawlers. Templates, since XML is not HTML.
import { html } from 'hono/html';
import type { Article } from '../model/articles.ts';
import type { Comment } from '../model/comments.ts';
import type { CompiledHtml } from '../model/compiled.ts';
import { fill, plural } from '../strings/say.ts';
import { Body } from './body.tsx';
import { inWords, type Site } from './layout.tsx';

/** An article with its story. */
export interface Entry extends Article {
  readonly html: CompiledHtml;
}

export interface FeedProps {
  readonly site: Site;
  /** Newest first. */
  readonly articles: readonly Entry[];
}

export interface MapProps {
  readonly site: Site;
  /** Newest first. */
  readonly articles: readonly Article[];
}

type Markup = ReturnType<typeof html>;

/** RSS 2.0, with the whole story. */
export const rss = ({
  site,
  articles,
}: FeedProps): Markup => html`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${site.name}</title>
<link>${site.url}/</link>
<description>${fill(site.words.feedOf, { site: site.name })}</description>
<language>${site.language}</language>
<atom:link href="${site.url}/feed.xml" rel="self" type="application/rss+xml"/>
${articles.map(
  (article) => html`<item>
<title>${clean(article.headline)}</title>
<link>${linkTo(site, article)}</link>
<guid isPermaLink="true">${linkTo(site, article)}</guid>
<pubDate>${new Date(article.publishedAt).toUTCString()}</pubDate>
${article.byline.map(
  ({ name }) => html`<dc:creator>${clean(name)}</dc:creator>
`,
)}${article.tags.map(
  (tag) => html`<category>${clean(tag)}</category>
`,
)}<description>${clean(article.description)}</description>
<content:encoded>${story(site, article)}</content:encoded>
</item>
`,
)}</channel>
</rss>
`;

/** Atom 1.0 (RFC 4287), with the whole story; each entry names its authors. */
export const atom = ({
  site,
  articles,
}: FeedProps): Markup => html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${site.language}">
<id>${site.url}/atom.xml</id>
<title>${site.name}</title>
<updated>${newestChange(articles)}</updated>
<link rel="self" type="application/atom+xml" href="${site.url}/atom.xml"/>
<link rel="alternate" type="text/html" href="${site.url}/"/>
${articles.map(
  (article) => html`<entry xml:lang="${article.language ?? site.language}">
<id>${linkTo(site, article)}</id>
<title>${clean(article.headline)}</title>
<link rel="alternate" type="text/html" href="${linkTo(site, article)}"/>
<published>${article.publishedAt}</published>
<updated>${lastChange(article)}</updated>
${article.byline.map(
  ({ name }) => html`<author><name>${clean(name)}</name></author>
`,
)}${article.tags.map(
  (tag) => html`<category term="${clean(tag)}"/>
`,
)}<summary>${clean(article.description)}</summary>
<content type="html">${story(site, article)}</content>
</entry>
`,
)}</feed>
`;

export interface CommentFeedProps {
  readonly site: Site;
  readonly title: string;
  /** The addresses of the feed and of the page it belongs to. */
  readonly self: string;
  readonly page: string;
  /** Newest first, each with its article. */
  readonly comments: readonly { readonly comment: Comment; readonly article: Article }[];
}

/** Comments as Atom, each saying what it answers (RFC 4685). */
export const commentAtom = ({
  site,
  title,
  self,
  page,
  comments,
}: CommentFeedProps): Markup => html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="${site.language}">
<id>${self}</id>
<title>${clean(title)}</title>
<updated>${new Date(Math.max(0, ...comments.map(({ comment }) => changedAt(comment)))).toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${page}"/>
${comments.map(
  ({ comment, article }) => html`<entry>
<id>${site.url}/comments/${comment.id}</id>
<title>${clean(fill(site.words.commentBy, { name: signatureOf(site, comment), headline: article.headline }))}</title>
<link rel="alternate" type="text/html" href="${site.url}/comments/${comment.id}"/>
<published>${new Date(comment.createdAt).toISOString()}</published>
<updated>${new Date(changedAt(comment)).toISOString()}</updated>
<author><name>${clean(signatureOf(site, comment))}</name>${comment.website ? html`<uri>${comment.website}</uri>` : ''}</author>
<thr:in-reply-to ref="${answered(site, comment, article)}" href="${answered(site, comment, article)}" type="text/html"/>
<content type="html">${clean(`${Body(comment)}`)}</content>
</entry>
`,
)}</feed>
`;

/** A name alone could be anybody's. */
const signatureOf = ({ words }: Site, { name, role }: Comment): string =>
  role ? `${name} (${words.roles[role]})` : name;

const changedAt = ({ createdAt, editedAt }: Comment) => editedAt ?? createdAt;

const answered = (site: Site, { parentId }: Comment, article: Article) =>
  parentId ? `${site.url}/comments/${parentId}` : linkTo(site, article);

/** JSON Feed 1.1, with the whole story. */
export const jsonFeed = ({ site, articles }: FeedProps) => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: site.name,
  home_page_url: `${site.url}/`,
  feed_url: `${site.url}/feed.json`,
  language: site.language,
  items: articles.map((article) => ({
    id: linkTo(site, article),
    url: linkTo(site, article),
    title: article.headline,
    summary: article.description,
    content_html: story(site, article),
    image: site.url + article.unfurl,
    date_published: article.publishedAt,
    date_modified: lastChange(article),
    authors: article.byline.map(({ name, url }) => ({ name, ...(url && { url }) })),
    tags: article.tags,
    language: article.language ?? site.language,
  })),
});

/** Every page worth finding, with when it last changed. Slugs and dates hold nothing to be escaped. */
export const sitemap = ({ site, articles }: MapProps) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${['/articles', ...site.pages.map(({ path }) => path)]
  .map((path) => `<url><loc>${site.url}${path}</loc></url>\n`)
  .join('')}${articles
  .map(
    (article) =>
      `<url><loc>${linkTo(site, article)}</loc><lastmod>${lastChange(article)}</lastmod></url>\n`,
  )
  .join('')}</urlset>
`;

/** What is news: give it the articles of the last two days, as search engines ask. */
export const newsSitemap = ({
  site,
  articles,
}: MapProps): Markup => html`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${articles.map(
  (article) => html`<url>
<loc>${linkTo(site, article)}</loc>
<news:news>
<news:publication><news:name>${site.name}</news:name><news:language>${article.language ?? site.language}</news:language></news:publication>
<news:publication_date>${article.publishedAt}</news:publication_date>
<news:title>${clean(article.headline)}</news:title>
</news:news>
</url>
`,
)}</urlset>
`;

/**
 * Crawlers may read everything; the desk is not for them, and following a share leads elsewhere. Short links
 * are open to them: who draws a card for one has to follow it.
 */
export const robots = ({ site }: Pick<MapProps, 'site'>) => `User-agent: *
Disallow: /moderation
Disallow: /articles/*/share/

Sitemap: ${site.url}/sitemap.xml
Sitemap: ${site.url}/news-sitemap.xml
`;

const linkTo = ({ url }: Site, { slug }: Article) => `${url}/articles/${slug}`;

const lastChange = ({ publishedAt, updatedAt }: Article) => updatedAt ?? publishedAt;

/** A feed without articles was last changed when time began. */
const newestChange = (articles: readonly Article[]) =>
  articles.map(lastChange).sort().at(-1) ?? new Date(0).toISOString();

/** All of an article as it can be read elsewhere: links and pictures name this site, and XML can hold it. */
const story = (site: Site, article: Entry) =>
  clean(
    (lead(article) + article.html + corrections(site, article))
      .replace(/ (src|href)="\/(?!\/)/g, ` $1="${site.url}/`)
      .replaceAll(' href="#', ` href="${linkTo(site, article)}#`),
  );

const lead = ({ image }: Entry): string =>
  image
    ? html`<figure><img src="${image.src}" alt="${image.alt}" width="${image.width}" height="${image.height}"><figcaption>${image.credit ?? ''}</figcaption></figure>
`.toString()
    : '';

const corrections = (site: Site, { corrections: list }: Entry): string =>
  list.length > 0
    ? html`<h2>${plural(site.words, site.words.corrections, list.length)}</h2>
${list.map(({ date, text }) => html`<p><b>${inWords(site, Date.parse(date))}</b> ${text}</p>`)}`.toString()
    : '';

const clean = (text: string) => text.replace(notInXml, '');

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 (2.2) leaves out
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
