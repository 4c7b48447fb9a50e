// The conversation from the desk: answered by the newsroom, pinned, closed, opened, and decided on in place.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { ulid } from 'ulid';
import type { App } from '../env.ts';
import { type Article, findArticle } from '../model/articles.ts';
import type { Role } from '../model/comments.ts';
import { type Fault, limits, parseName, parseText } from '../model/draft.ts';
import { addAnswer, pin, setOpen, unpin } from '../model/newsroom.ts';
import { findJudged, wholeConversation } from '../model/queue.ts';
import { NewsroomPage, openings } from '../views/newsroom.tsx';
import { closedInWords } from './articles.tsx';
import { purge } from './cache.ts';
import { backTo, deskForm, deskSite, toldIn } from './desk.ts';
import { takeForm } from './forms.ts';
import { notice } from './notice.tsx';

export const newsroom = new Hono<App>()

  .get('/moderation/articles/:slug', async (c) => {
    const article = discussed(c);
    return article ? newsroomPage(c, article) : notice(c, 404, 'notFound');
  })

  .post('/moderation/articles/:slug/comments', takeForm('moderator'), async (c) => {
    const article = discussed(c);
    if (!article) return notice(c, 404, 'notFound');
    const { keys, form, site } = c.var;
    if (!keys) return newsroomPage(c, article, { problem: site.words.closedWithoutKey });
    const { desk } = await deskSite(c);
    const text = parseText(form.body ?? '');
    if ('fault' in text) return newsroomPage(c, article, { problem: inWords(c, text.fault) });
    const signed = signatureIn(c, article);
    if (!signed) return newsroomPage(c, article, { problem: desk.notAnAuthor });
    if ('fault' in signed) return newsroomPage(c, article, { problem: inWords(c, signed.fault) });
    const now = Date.now();
    const parts = [form.token, article.slug, form.parent, signed.name, text.text.body];
    const answer = await addAnswer(c.env.DB, {
      id: ulid(now),
      slug: article.slug,
      parentId: form.parent || null,
      ...signed,
      ...text.text,
      retryKey: await keys.mac('retry', `answer ${JSON.stringify(parts)}`),
      now,
    });
    if (!answer) return newsroomPage(c, article, { problem: desk.parentGone });
    purge(c, [article.slug]);
    const place = `?from=${answer.path}&published=1#comment-${answer.id}`;
    return c.redirect(`/moderation/articles/${article.slug}${place}`, 303);
  })

  .post('/moderation/articles/:slug/pins', takeForm('moderator'), async (c) => {
    const article = discussed(c);
    if (!article) return notice(c, 404, 'notFound');
    const { comment = '' } = c.var.form;
    const isThere = comment === '' || (await pin(c.env.DB, article.slug, comment));
    if (!isThere) return notice(c, 404, 'notFound');
    if (comment === '') await unpin(c.env.DB, article.slug);
    purge(c, [article.slug]);
    return c.redirect(backTo(c), 303);
  })

  .post('/moderation/articles/:slug/openings', takeForm('moderator'), async (c) => {
    const article = discussed(c);
    const opening = openings.find((one) => one === c.var.form.opening);
    if (!article || !opening) return notice(c, 404, 'notFound');
    await setOpen(c.env.DB, article.slug, opening === 'article' ? undefined : opening === 'open');
    purge(c, [article.slug]);
    return c.redirect(backTo(c), 303);
  });

/** An article whose conversation is shown, published or not: what waits for it can be decided beforehand. */
function discussed(c: Context<App>): Article | undefined {
  const article = findArticle(c.req.param('slug') ?? '', Date.now());
  return article?.comments === 'off' ? undefined : article;
}

/** Who signs: one of the article's authors, or an editor by name. */
function signatureIn(
  c: Context<App>,
  { byline }: Article,
): { readonly role: Role; readonly name: string } | { readonly fault: Fault['code'] } | undefined {
  const { as = '', name = '' } = c.var.form;
  const author = byline[Number(/^author-(\d{1,3})$/.exec(as)?.[1] ?? -1)];
  if (author) return { role: 'author', name: author.name };
  if (as !== 'editor') return undefined;
  const parsed = parseName(name);
  return 'fault' in parsed ? parsed : { role: 'editor', name: parsed.name };
}

const inWords = (c: Context<App>, fault: Fault['code']) =>
  c.var.site.words.faults[fault].replace('#', limits.body.toLocaleString(c.var.site.words.dates));

/** @param problem why the answer was not published; what was typed is still in it */
async function newsroomPage(
  c: Context<App>,
  article: Article,
  { problem }: { readonly problem?: string } = {},
) {
  const { form, settings } = c.var;
  const { from = form.from ?? '', parent = form.parent ?? '' } = c.req.query();
  const found = await wholeConversation(c.env.DB, article.slug, from, settings.COMMENTS_PER_PAGE);
  return c.html(
    <NewsroomPage
      site={await deskSite(c)}
      article={article}
      conversation={found}
      from={from}
      isOpen={closedInWords(c, article, found.isOpen) === undefined}
      parent={
        parent ? ((await findJudged(c.env.DB, parent)) ?? { id: parent, name: '…' }) : undefined
      }
      typed={{ body: form.body ?? '', as: form.as ?? '', name: form.name ?? c.var.site.name }}
      form={await deskForm(c)}
      told={toldIn(c)}
      problem={problem}
    />,
    problem ? 422 : 200,
  );
}
