import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { App } from '../env.ts';
import {
  type Article,
  closingOf,
  findArticle,
  neighbours,
  publishedArticles,
  relatedArticles,
  translationsOf,
  whyClosed,
} from '../model/articles.ts';
import {
  type Comment,
  type Conversation,
  conversation,
  type Order,
  orders,
  type State,
  stateOf,
} from '../model/comments.ts';
import { limits } from '../model/draft.ts';
import type { Keys } from '../model/keys.ts';
import { isWrittenBy } from '../model/manage.ts';
import { findNetwork } from '../model/share.ts';
import { newsArticle } from '../model/structured-data.ts';
import { readStory } from '../model/texts.ts';
import { placed, threads } from '../model/thread.ts';
import { tokenAge } from '../model/tokens.ts';
import type { Words } from '../strings/language.ts';
import { plural } from '../strings/say.ts';
import { ArticlePage, type Nearby } from '../views/article.tsx';
import type { OpenReply, Reply } from '../views/reply.tsx';
import { isHeld, publicPage } from './cache.ts';
import { elsewhere, pathOfOld } from './elsewhere.ts';
import { formToken } from './forms.ts';
import { unlessAway } from './log.ts';
import { managePath } from './manage.tsx';
import { notice } from './notice.tsx';
import { heldProof } from './proof.ts';
import { networkLinks } from './share.tsx';
import { canonicalUrl } from './site.ts';
import { speak } from './words.ts';

/** How long a commenter may look at their own comment before it is approved. */
const viewFor = 15 * 60 * 1000;

/**
 * How long the address of that view alone shows the way to manage it; it may be passed on, and the way is for
 * ever. From then on, and for whoever sent a form again, it takes the cookie too.
 */
const manageFor = 60 * 1000;

/** How many earlier articles the front page lists; the archive has the others. */
const earlierFew = 20;

export const articles = new Hono<App>()

  .get('/', async (c) => {
    const old = pathOfOld(c);
    if (old) return c.redirect(old, 301);
    const listed = publishedArticles(Date.now());
    const [newest] = listed;
    if (!newest) return notice(c, 404, 'noArticles');
    await speak(c, newest);
    const alone = await headersAlone(c, newest, { hasForm: true });
    if (alone instanceof Response) return alone;
    const found = alone ? undefined : await findConversation(c, newest.slug);
    const nearby = { earlier: listed.slice(1, 1 + earlierFew) };
    return articlePage(c, newest, found, { nearby, headers: headersOf(c, newest, found) });
  })

  .get('/articles/:slug', async (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article) return elsewhere(c);
    const { comment, view = '', parent } = c.req.query();
    if (comment) return ownPage(c, article, comment, view);
    // Whether there is a comment to be answered takes more than a row.
    const alone = parent ? undefined : await headersAlone(c, article, { hasForm: true });
    if (alone instanceof Response) return alone;
    const order = orderOf(c);
    const found = alone ? undefined : await findConversation(c, article.slug, parent, order);
    if (parent && found && found.asked?.status !== 'approved') return notice(c, 404, 'notFound');
    return articlePage(c, article, found, {
      isIndexed: !parent,
      order,
      parentId: parent,
      headers: headersOf(c, article, found),
    });
  });

/**
 * Headers without a page, for one row of the database: where nothing else is asked for, and where the page is held
 * already. `away` when the database does not answer: then nobody need wait for it again.
 *
 * @param hasForm whether the page carries the form, as long as the article takes comments
 */
export async function headersAlone(
  c: Context<App>,
  article: Article,
  { hasForm }: { readonly hasForm: boolean },
): Promise<Response | 'away' | undefined> {
  const isHead = c.req.raw.method === 'HEAD';
  const mayBeHeld = c.req.header('If-None-Match')?.includes(c.var.edition);
  if (!isHead && !mayBeHeld) return undefined;
  const state = await unlessAway(c, stateOf(c.env.DB, article.slug));
  if (!state) return 'away';
  const headers = headersOf(c, article, state);
  if (isHeld(c, headers.ETag ?? null)) return c.body(null, 304, headers);
  if (!isHead) return undefined;
  if (hasForm) c.set('asksTurnstile', isAsking(c, closedInWords(c, article, state.isOpen)));
  return c.html('', 200, headers);
}

/** Of a page that shows an article with its conversation; without the conversation it is not to be kept. */
export function headersOf(
  c: Context<App>,
  article: Article,
  found: State | undefined,
): Record<string, string> {
  if (!found) return {};
  const days = c.var.settings.CLOSE_COMMENTS_AFTER_DAYS;
  const closing = closingOf(article, days);
  const isOver = closing <= Date.now();
  return publicPage(c, {
    comments: article.slug,
    revision: found.revision + (isOver ? 'c' : ''),
    until: isOver ? Number.POSITIVE_INFINITY : closing,
  });
}

/** A commenter's own comment in its place, whatever became of it: for whoever holds the view token. */
async function ownPage(c: Context<App>, article: Article, id: string, token: string) {
  const { keys } = c.var;
  const now = Date.now();
  const age = keys && (await tokenAge(keys, 'view', id, token, now));
  const seen = age ?? (keys && (await tokenAge(keys, 'glimpse', id, token, now)));
  const isInTime = seen !== undefined && seen < viewFor;
  const found = isInTime ? await findConversation(c, article.slug, id) : undefined;
  if (!keys || !found?.asked || found.asked.status === 'deleted') {
    return c.redirect(`/articles/${article.slug}`);
  }
  const isJustPosted = age !== undefined && age < manageFor;
  const mayManage = isJustPosted || (await isTheirs(c, keys, id));
  const manage = mayManage ? await managePath(keys, id) : undefined;
  return articlePage(c, article, found, { own: found.asked, manage, isIndexed: false });
}

/** Whether the visitor holds the cookie of whoever wrote a comment. */
async function isTheirs(c: Context<App>, keys: Keys, id: string): Promise<boolean> {
  const proof = heldProof(c);
  if (!proof) return false;
  const hashes = await Promise.all(keys.believed.map((one) => one.mac('commenter', proof)));
  return isWrittenBy(c.env.DB, id, hashes);
}

/** The first page of the conversation; undefined when the database does not answer, or too late. */
export const findConversation = (c: Context<App>, slug: string, ask?: string, order?: Order) =>
  unlessAway(
    c,
    conversation(c.env.DB, slug, { after: '', size: c.var.settings.COMMENTS_PER_PAGE, ask, order }),
  );

/** Which thread the reader wants first. */
export const orderOf = (c: Context<App>): Order =>
  orders.find((order) => order === c.req.query('sort')) ?? 'oldest';

interface Occasion {
  readonly status?: ContentfulStatusCode;
  readonly headers?: Readonly<Record<string, string>>;
  readonly own?: Comment;
  /** Where its author manages it. */
  readonly manage?: string | undefined;
  readonly order?: Order;
  /** Where to read on, if not at the articles around this one. */
  readonly nearby?: Nearby;
  readonly isIndexed?: boolean;
  /** The comment that the form answers. */
  readonly parentId?: string | undefined;
  /** What the form holds of an earlier try. */
  readonly reply?: Pick<OpenReply, 'typed' | 'preview' | 'faults' | 'problem' | 'place'>;
}

/** The article page, with the conversation as far as the database gave it. */
export async function articlePage(
  c: Context<App>,
  article: Article,
  found: Conversation | undefined,
  {
    status = 200,
    headers,
    own,
    manage,
    order = 'oldest',
    nearby,
    isIndexed,
    parentId,
    reply,
  }: Occasion,
) {
  const isBelow = own !== undefined && found?.next !== undefined && own.path > found.next;
  const comments = own && !isBelow ? placed(found?.comments ?? [], own) : (found?.comments ?? []);
  const site = c.var.site;
  const reading = readStory(c.env.ASSETS, article);
  // Whoever wrote something finds it again whether or not the story above it can be had.
  const story = await (reply || own ? unlessAway(c, reading) : reading);
  return c.html(
    <ArticlePage
      site={site}
      article={article}
      story={story}
      canonicalUrl={canonicalUrl(c, article)}
      structuredData={newsArticle(article, c.var.site, found)}
      networks={networkLinks(article, shownNetworks(c))}
      translations={translationsOf(article, Date.now())}
      conversation={found && { ...found, order, threads: threads(comments) }}
      own={own && { comment: own, isBelow, manage }}
      reply={
        await replyOf(c, article, found?.isOpen, {
          parent: parentId ? parentOf(parentId, found, site.words) : undefined,
          ...reply,
        })
      }
      nearby={nearby ?? nearbyOf(article)}
      isIndexed={isIndexed}
    />,
    status,
    headers,
  );
}

const nearbyOf = (article: Article): Nearby => ({
  ...neighbours(article, Date.now()),
  related: relatedArticles(article, Date.now()),
});

/** Whom the form answers; with the database away the id must do, so that the reply finds its place. */
function parentOf(id: string, found: Conversation | undefined, words: Words): OpenReply['parent'] {
  if (!found) return { id, name: words.anEarlierComment };
  return found.asked?.status === 'approved' ? found.asked : undefined;
}

async function replyOf(
  c: Context<App>,
  article: Article,
  isOpen: boolean | undefined,
  reply: Omit<OpenReply, 'isOpen' | 'token' | 'most' | 'siteKey'>,
): Promise<Reply> {
  const { TURNSTILE_SITE_KEY: siteKey } = c.var.settings;
  const fresh = await formToken(c, 'reader');
  // Whoever sends a form again that came back must be known to send the same one.
  const token = fresh && (c.var.form.token || fresh);
  const why = token ? closedInWords(c, article, isOpen) : c.var.site.words.closedWithoutKey;
  c.set('asksTurnstile', isAsking(c, why));
  if (!token || why) return { isOpen: false, why: why ?? '', typed: reply.typed };
  return { isOpen: true, token, most: limits.body, siteKey, ...reply };
}

/** Whether the page carries a form that asks Turnstile. @param why there is none */
const isAsking = (c: Context<App>, why: string | undefined): boolean =>
  !why && c.var.keys !== undefined && c.var.settings.TURNSTILE_SITE_KEY !== '';

/**
 * Why an article takes no more comments; undefined while it takes them.
 * @param isOpen what the desk said last, if it said something
 */
export function closedInWords(
  c: Context<App>,
  article: Article,
  isOpen: boolean | undefined,
): string | undefined {
  const { settings, site } = c.var;
  if (isOpen !== undefined) return isOpen ? undefined : site.words.closed;
  const days = settings.CLOSE_COMMENTS_AFTER_DAYS;
  const why = whyClosed(article, days, Date.now());
  switch (why) {
    case undefined:
      return undefined;
    case 'closed':
      return site.words.closed;
    case 'old':
      return plural(site.words, site.words.closedByAge, days);
    default:
      return why satisfies never;
  }
}

/** The networks that this site shows, in its order; it answers for all of them. */
const shownNetworks = (c: Context<App>) =>
  c.var.settings.SHARE_NETWORKS.flatMap((id) => findNetwork(id) ?? []);
