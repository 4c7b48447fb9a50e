import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ulid } from 'ulid';
import type { App, Form } from '../env.ts';
import { type Article, findArticle } from '../model/articles.ts';
import type { Tree } from '../model/body.ts';
import { conversation, findPlace } from '../model/comments.ts';
import { type Draft, type Fault, limits, parseDraft, parseText } from '../model/draft.ts';
import { faceOf } from '../model/face.ts';
import { type Keys, randomId } from '../model/keys.ts';
import { type Limit, secondsLeft } from '../model/limits.ts';
import { marksOf } from '../model/marks.ts';
import {
  addComment,
  type Earlier,
  type Found,
  type NewComment,
  nothing,
  type Sender,
} from '../model/posting.ts';
import { rekey } from '../model/rotation.ts';
import { threads } from '../model/thread.ts';
import { signToken, tokenAge } from '../model/tokens.ts';
import { judge } from '../model/verdict.ts';
import { dayOf } from '../model/visits.ts';
import type { Words } from '../strings/language.ts';
import { plural } from '../strings/say.ts';
import { CommentsPage } from '../views/comments.tsx';
import type { Faults, Typed } from '../views/reply.tsx';
import { afterwards } from './afterwards.ts';
import {
  articlePage,
  closedInWords,
  findConversation,
  headersAlone,
  headersOf,
  orderOf,
} from './articles.tsx';
import { purge } from './cache.ts';
import { takeForm } from './forms.ts';
import { logError, unlessAway } from './log.ts';
import { canSend } from './mail.ts';
import { notice, problemDetails, wantsJson } from './notice.tsx';
import { askToConfirm } from './privacy.tsx';
import { giveProof, heldProof } from './proof.ts';
import { doubtOf } from './turnstile.ts';
import { signalsOf } from './verdict.ts';
import { traitsOf } from './visits.ts';

export const comments = new Hono<App>()

  .get('/articles/:slug/comments', async (c) => {
    const article = findDiscussed(c.req.param('slug'));
    if (!article) return notice(c, 404, 'notFound');
    const after = c.req.query('after') ?? '';
    const order = orderOf(c);
    const page = { after, size: c.var.settings.COMMENTS_PER_PAGE, order };
    const alone = await headersAlone(c, article, { hasForm: false });
    if (alone instanceof Response) return alone;
    const found = alone
      ? undefined
      : await unlessAway(c, conversation(c.env.DB, article.slug, page));
    if (!found) return notice(c, 503, 'databaseAway');
    const drawn = { ...found, order, threads: threads(found.comments, after, found.ancestors) };
    return c.html(
      <CommentsPage
        site={c.var.site}
        article={article}
        conversation={drawn}
        isOpen={closedInWords(c, article, found.isOpen) === undefined}
      />,
      200,
      headersOf(c, article, found),
    );
  })

  .post('/articles/:slug/comments', takeForm('reader'), async (c) => {
    const article = findDiscussed(c.req.param('slug'));
    if (!article) return notice(c, 404, 'notFound');
    const { keys, form, site } = c.var;
    if (form.preview) return preview(c, article);
    const { words } = site;
    if (!keys) return formAgain(c, article, 503, { problem: words.closedWithoutKey });
    const parsed = parseDraft(form);
    if ('faults' in parsed) return formAgain(c, article, 422, { faults: parsed.faults });
    try {
      const outcome = await post(c, keys, article, parsed.draft);
      if ('closed' in outcome) return formAgain(c, article, 409, { problem: outcome.closed });
      if ('refused' in outcome) return refused(c, article, outcome.refused);
      const { id, isTheirs, isSaidBefore } = outcome;
      const place = await placeOfOwn(keys, article, id, isTheirs);
      if (isSaidBefore) return formAgain(c, article, 409, { problem: words.saidBefore, place });
      return c.redirect(place, 303);
    } catch (error) {
      logError(error, c);
      return formAgain(c, article, 503, { problem: words.notNow, isAway: true });
    }
  })

  .post('/articles/:slug/previews', takeForm('reader'), async (c) => {
    const article = findDiscussed(c.req.param('slug'));
    return article ? preview(c, article) : notice(c, 404, 'notFound');
  })

  .get('/comments/:id', async (c) => {
    const { COMMENTS_PER_PAGE } = c.var.settings;
    const place = await findPlace(c.env.DB, c.req.param('id'), COMMENTS_PER_PAGE);
    if (!place || !findDiscussed(place.slug)) return notice(c, 404, 'notFound');
    const page = place.after ? `/comments?after=${place.after}` : '';
    return c.redirect(`/articles/${place.slug}${page}#comment-${c.req.param('id')}`);
  });

/** The form again, with its text as it will look. */
function preview(c: Context<App>, article: Article): Promise<Response> {
  const parsed = parseText(c.var.form.body ?? '');
  return 'fault' in parsed
    ? formAgain(c, article, 422, { faults: [{ field: 'body', code: parsed.fault }] })
    : formAgain(c, article, 200, { preview: parsed.text.tree });
}

/** A published article whose conversation is shown. */
export function findDiscussed(slug: string): Article | undefined {
  const article = findArticle(slug, Date.now());
  return article?.comments === 'off' ? undefined : article;
}

/** Where a commenter sees their own comment, whatever became of it, for a quarter of an hour. */
async function placeOfOwn(
  keys: Keys,
  { slug }: Article,
  id: string,
  isTheirs: boolean,
): Promise<string> {
  const view = await signToken(keys, isTheirs ? 'view' : 'glimpse', id, Date.now());
  return `/articles/${slug}?comment=${id}&view=${view}#comment-${id}`;
}

interface Taken {
  readonly id: string;
  /**
   * Whether it is theirs for sure. Whoever sends a form again without the cookie of the first time may be somebody
   * who guessed an address: they are led to the comment, but not given the means to change it.
   */
  readonly isTheirs: boolean;
  /** Whether a proven commenter said the same before: then nothing was written, and the id is that of then. */
  readonly isSaidBefore?: boolean;
}

type Outcome =
  | Taken
  | { readonly refused: 'parentGone' | 'tooMany' }
  /** Why the article takes no comments, in words. */
  | { readonly closed: string };

/** Hashes, judges and writes. */
async function post(c: Context<App>, keys: Keys, article: Article, draft: Draft): Promise<Outcome> {
  const held = heldProof(c);
  const proof = held ?? randomId();
  const { token = '', parent = '' } = c.var.form;
  const { email, body } = draft;
  const marked = { email, proof, form: token, slug: article.slug, parent, body };
  const marks = await marksOf(keys, marked);
  const older = await Promise.all(keys.elders.map((elder) => marksOf(elder, marked)));
  const olderMarks = keys.trustedElders.length > 0 ? older : [];
  const now = Date.now();
  const own = { id: ulid(now), createdAt: now, parentId: parent || null };
  const sender = {
    ...(await limitOf(c, keys, held && marks.commenterHash, now)),
    marks: [marks, ...olderMarks],
    isProven: held !== undefined,
  } as const;
  if (await isFlood(c, sender)) return { refused: 'tooMany' };
  const outcome = await write(c, keys, article, draft, own, sender).catch((error) => {
    // Nobody knows whether it was written. Is it sent again, the first one is found, and theirs.
    giveProof(c, proof);
    throw error;
  });
  if (!('id' in outcome) || outcome.isSaidBefore) return outcome;
  // Whoever holds none, and comes again with a form that was taken, has nothing that this one could prove.
  if (outcome.id === own.id || held) giveProof(c, proof);
  if (canSend(c)) {
    const { commenterHash, emailHash } = marks;
    afterwards(c, () => askToConfirm(c, keys, email, { commenterHash, emailHash }));
  }
  if (older.length > 0) {
    afterwards(c, () => rekey(c.env.DB, marks, older, olderMarks));
  }
  return outcome;
}

/** Judges and writes a comment: as of somebody of whom nothing is known, and where something is, again by that. */
async function write(
  c: Context<App>,
  keys: Keys,
  article: Article,
  { email: _, ...draft }: Draft,
  own: Pick<NewComment, 'id' | 'createdAt' | 'parentId'>,
  sender: Sender,
): Promise<Outcome> {
  const { slug } = article;
  const { subject, token = '' } = c.var.form;
  const [{ commenterHash, retryKey }] = sender.marks;
  const [formAge, doubt, freshFace] = await Promise.all([
    tokenAge(keys, 'form', 'reader', token, own.createdAt),
    doubtOf(c, keys, retryKey),
    faceOf(keys, slug, commenterHash),
  ]);
  const came = { isTrapped: Boolean(subject), formAge, doubt };
  const isOpen = !closedInWords(c, article, undefined);
  const writeBy = async (judgedBy: Earlier): Promise<Outcome> => {
    const { face = freshFace, isSaidElsewhere, recent } = judgedBy;
    const verdict = judge({ ...signalsOf(c, draft, judgedBy), ...came, isSaidElsewhere, recent });
    const comment = { ...own, ...draft, ...verdict, slug, face };
    const found = await addComment(c.env.DB, comment, sender, {
      isOpen,
      isGuess: judgedBy === nothing,
    });
    if (found) return inTheWay(c, article, found) ?? writeBy(found);
    if (verdict.status === 'approved') purge(c, [slug]);
    return { id: own.id, isTheirs: true };
  };
  return writeBy(nothing);
}

/** What keeps a comment from being written, whatever it would be judged. */
function inTheWay(c: Context<App>, article: Article, found: Found): Outcome | undefined {
  const { isOpen, retried, same, isTooMany, isParentGone } = found;
  const closed = closedInWords(c, article, isOpen);
  if (closed) return { closed };
  if (retried) return { id: retried, isTheirs: retried === same };
  if (same) return { id: same, isTheirs: true, isSaidBefore: true };
  if (isTooMany) return { refused: 'tooMany' };
  return isParentGone ? { refused: 'parentGone' } : undefined;
}

/** Whose tries count: the visitor's, and those of whoever holds the cookie, from wherever they come. */
async function limitOf(
  c: Context<App>,
  keys: Keys,
  held: string | undefined,
  now: number,
): Promise<Pick<Sender, 'visitors' | 'who' | 'day' | 'most'>> {
  const day = dayOf(now);
  const visitorUnder = async (one: Keys) =>
    c.var.visits.visitor(c.env.DB, one, await traitsOf(c, one), day);
  const visitor = await visitorUnder(keys);
  const older = await Promise.all(keys.trustedElders.map(visitorUnder));
  const most = c.var.settings.COMMENTS_PER_MINUTE;
  return { visitors: [visitor, ...older], who: held ? [visitor, held] : [visitor], day, most };
}

/**
 * A first line in front of the database, drawn by the platform for each of its places: a flood writes nothing. Where
 * nobody keeps it, the exact count must do.
 */
async function isFlood(c: Context<App>, { who, most }: Limit): Promise<boolean> {
  if (most === 0) return false;
  try {
    const answers = await Promise.all(who.map((key) => c.env.COMMENT_RATE.limit({ key })));
    return answers.some(({ success }) => !success);
  } catch (error) {
    logError(error, c);
    return false;
  }
}

function refused(c: Context<App>, article: Article, why: 'parentGone' | 'tooMany') {
  const { words } = c.var.site;
  switch (why) {
    case 'parentGone':
      return formAgain(c, article, 404, { problem: words.parentGone });
    case 'tooMany': {
      const seconds = secondsLeft(Date.now());
      c.header('Retry-After', String(seconds));
      return formAgain(c, article, 429, { problem: plural(words, words.tooMany, seconds) });
    }
    default:
      return why satisfies never;
  }
}

interface Shown {
  /** How it will look. */
  readonly preview?: Tree;
  readonly faults?: readonly Fault[];
  /** What keeps it from being sent although every field is right. */
  readonly problem?: string;
  /** Where the comment is that stands in its way. */
  readonly place?: string;
  /** Whether the database was waited for, and is not to be waited for again. */
  readonly isAway?: boolean;
}

/** The same page again, with what is to be said of the form beside it, and everything that was typed still in it. */
async function formAgain(
  c: Context<App>,
  article: Article,
  asked: ContentfulStatusCode,
  { preview, faults = [], problem: given, place, isAway }: Shown,
): Promise<Response> {
  const { words } = c.var.site;
  const { parent } = c.var.form;
  const found = isAway ? undefined : await findConversation(c, article.slug, parent);
  const isParentGone = !given && parent && found && found.asked?.status !== 'approved';
  const [status, problem] = isParentGone ? ([404, words.parentGone] as const) : [asked, given];
  const named = inWords(faults, words);
  if (wantsJson(c) && preview) return c.json({ preview });
  if (wantsJson(c)) {
    const detail = problem ?? plural(words, words.mendThese, faults.length);
    return problemDetails(c, status, words.leaveAReply, detail, { errors: named });
  }
  return articlePage(c, article, found, {
    status,
    isIndexed: false,
    parentId: parent,
    reply: { typed: typedIn(c.var.form), preview, faults: named, problem, place },
  });
}

const inWords = (faults: readonly Fault[], words: Words): Faults =>
  Object.fromEntries(
    faults.map(({ field, code }) => [
      field,
      words.faults[code].replace('#', limits[field].toLocaleString(words.dates)),
    ]),
  );

const typedIn = ({ body = '', name = '', email = '', website = '' }: Form): Typed => ({
  body,
  name,
  email,
  website,
});
