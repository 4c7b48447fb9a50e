import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { App } from '../env.ts';
import {
  type Article,
  findArticle,
  findByAlias,
  findTag,
  publishedArticles,
} from '../model/articles.ts';
import { type Comment, type Conversation, conversation } from '../model/comments.ts';
import { findNetwork } from '../model/share.ts';
import { newsArticle } from '../model/structured-data.ts';
import { placed, threads } from '../model/thread.ts';
import { tokenAge } from '../model/tokens.ts';
import type { Words } from '../strings/en.ts';
import { ArchivePage, ArticlePage, TagPage } from '../views/article.tsx';
import type { OpenReply, Reply } from '../views/reply.tsx';
import { formToken } from './forms.ts';
import { publicPage } from './headers.ts';
import { unlessAway } from './log.ts';
import { notice } from './notice.tsx';
import { networkLinks } from './share.tsx';
import { canonicalUrl } from './site.ts';

/** How long a commenter may look at their own comment before it is approved. */
const viewFor = 15 * 60 * 1000;

export const articles = new Hono<App>()

  .get('/', async (c) => {
    const old = findByAlias(new URL(c.req.url), Date.now());
    if (old) return c.redirect(`/articles/${old.slug}`, 301);
    const [newest, ...earlier] = publishedArticles(Date.now());
    if (!newest) return notice(c, 404, 'noArticles');
    const found = await findConversation(c, newest.slug);
    return articlePage(c, newest, found, { earlier, headers: publicPage });
  })

  .get('/articles', (c) =>
    c.html(
      <ArchivePage site={c.var.site} articles={publishedArticles(Date.now())} />,
      200,
      publicPage,
    ),
  )

  .get('/tags/:tag', (c) => {
    const tag = findTag(c.req.param('tag'), Date.now());
    if (!tag) return notice(c, 404, 'notFound');
    return c.html(<TagPage site={c.var.site} {...tag} />, 200, publicPage);
  })

  .get('/articles/:slug', async (c) => {
    const article = findArticle(c.req.param('slug'), Date.now());
    if (!article) return notice(c, 404, 'notFound');
    const { comment, view = '', parent } = c.req.query();
    if (comment) return ownPage(c, article, comment, view);
    const found = await findConversation(c, article.slug, parent);
    if (parent && found && found.asked?.status !== 'approved') return notice(c, 404, 'notFound');
    return articlePage(c, article, found, {
      isIndexed: !parent,
      parentId: parent,
      headers: publicPage,
    });
  });

/** Where nothing is: on to the article that was here before the site moved, or a notice. */
export function elsewhere(c: Context<App>) {
  const old = findByAlias(new URL(c.req.url), Date.now());
  return old ? c.redirect(`/articles/${old.slug}`, 301) : notice(c, 404, 'notFound');
}

/** A commenter's own comment in its place, whatever became of it: for whoever holds the view token. */
async function ownPage(c: Context<App>, article: Article, id: string, token: string) {
  const { keys } = c.var;
  const age = keys && (await tokenAge(keys, 'view', id, token, Date.now()));
  const isInTime = age !== undefined && age < viewFor;
  const found = isInTime ? await findConversation(c, article.slug, id) : undefined;
  if (!found?.asked) return c.redirect(`/articles/${article.slug}`);
  return articlePage(c, article, found, { own: found.asked, isIndexed: false });
}

/** The first page of the conversation; undefined when the database does not answer. */
export const findConversation = (c: Context<App>, slug: string, ask?: string) =>
  unlessAway(
    c,
    conversation(c.env.DB, slug, { after: '', size: c.var.settings.COMMENTS_PER_PAGE, ask }),
  );

interface Occasion {
  readonly status?: ContentfulStatusCode;
  readonly headers?: typeof publicPage;
  readonly own?: Comment;
  readonly earlier?: readonly Article[];
  readonly isIndexed?: boolean;
  /** The comment that the form answers. */
  readonly parentId?: string | undefined;
  /** What the form holds of an earlier try. */
  readonly reply?: Pick<OpenReply, 'typed' | 'faults' | 'problem'>;
}

/** The article page, with the conversation as far as the database gave it. */
export async function articlePage(
  c: Context<App>,
  article: Article,
  found: Conversation | undefined,
  { status = 200, headers, own, earlier, isIndexed, parentId, reply }: Occasion,
) {
  const isBelow = own !== undefined && found?.next !== undefined && own.path > found.next;
  const comments = own && !isBelow ? placed(found?.comments ?? [], own) : (found?.comments ?? []);
  const site = c.var.site;
  return c.html(
    <ArticlePage
      site={site}
      article={article}
      canonicalUrl={canonicalUrl(c, article)}
      structuredData={newsArticle(article, c.var.site, found)}
      networks={networkLinks(article, shownNetworks(c))}
      conversation={found && { ...found, threads: threads(comments) }}
      own={own && { comment: own, isBelow }}
      reply={
        await replyOf(c, {
          parent: parentId ? parentOf(parentId, found, site.words) : undefined,
          ...reply,
        })
      }
      earlier={earlier}
      isIndexed={isIndexed}
    />,
    status,
    headers,
  );
}

/** Whom the form answers; with the database away the id must do, so that the reply finds its place. */
function parentOf(id: string, found: Conversation | undefined, words: Words): OpenReply['parent'] {
  if (!found) return { id, name: words.anEarlierComment };
  return found.asked?.status === 'approved' ? found.asked : undefined;
}

async function replyOf(
  c: Context<App>,
  reply: Omit<OpenReply, 'isOpen' | 'token'>,
): Promise<Reply> {
  const token = await formToken(c, 'reader');
  return token
    ? { isOpen: true, token, ...reply }
    : { isOpen: false, why: c.var.site.words.closedWithoutKey, typed: reply.typed };
}

/** The networks that this site shows, in its order; it answers for all of them. */
const shownNetworks = (c: Context<App>) =>
  c.var.settings.SHARE_NETWORKS.flatMap((id) => findNetwork(id) ?? []);
