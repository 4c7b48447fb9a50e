import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { findArticle } from '../model/articles.ts';
import { parseName } from '../model/draft.ts';
import { hashEmail, normaliseEmail } from '../model/email.ts';
import { givesAwayHashed } from '../model/giveaway.ts';
import type { Keys } from '../model/keys.ts';
import { passesForAuthor } from '../model/lookalike.ts';
import { listedPhrases, phrasesIn } from '../model/phrases.ts';
import {
  commentsUnder,
  confirm,
  eraseAll,
  findLast,
  findPass,
  isConfirmed,
  issuePass,
  type Owned,
  type Pass,
  renameAll,
  spendPass,
} from '../model/rights.ts';
import { rekeyAddress } from '../model/rotation.ts';
import { dayOf } from '../model/visits.ts';
import { fill } from '../strings/say.ts';
import type { PrivacySite } from '../views/layout.tsx';
import { LinkPage, OwnPage, PrivacyPage } from '../views/privacy.tsx';
import { afterwards } from './afterwards.ts';
import { publicPage, purge } from './cache.ts';
import { formToken, takeForm } from './forms.ts';
import { probe } from './health.ts';
import { canSend, send } from './mail.ts';
import { notice } from './notice.tsx';
import { networkOf } from './visits.ts';
import { wordsBeside } from './words.ts';

/** Comments that a page shows; the JSON has them all. */
const shown = 200;

export const privacy = new Hono<App>()

  .get('/privacy', (c) => privacyPage(c, { said: saidOf(c) }))

  .post('/privacy/links', takeForm('reader'), async (c) => {
    const { keys, form } = c.var;
    if (!keys || !canSend(c)) return privacyPage(c, {});
    const email = normaliseEmail(form.email ?? '');
    if (!email) {
      return privacyPage(
        c,
        { typed: form.email, problem: (await privacySite(c)).privacy.emailMalformed },
        422,
      );
    }
    // The same question whoever asks: nobody is told of a message that cannot come.
    await probe(c.env.DB);
    afterwards(c, () => sendLink(c, keys, email));
    return c.redirect('/privacy?sent#yours', 303);
  })

  .get('/privacy/link', async (c) => {
    const { token = '' } = c.req.query();
    const pass = c.var.keys && (await findPass(c.env.DB, c.var.keys, token, Date.now()));
    if (!pass || pass.purpose === 'session') return notice(c, 404, 'linkGone');
    const comment = pass.purpose === 'confirmation' ? await findLast(c.env.DB, pass) : undefined;
    return c.html(
      <LinkPage
        site={await privacySite(c)}
        isConfirmation={pass.purpose === 'confirmation'}
        comment={comment}
        article={comment && findArticle(comment.slug, Date.now())}
        pass={token}
        token={await formToken(c, 'reader')}
      />,
    );
  })

  .post('/privacy/confirmations', takeForm('reader'), async (c) => {
    const pass = await spent(c, 'confirmation');
    if (!pass?.commenterHash) return notice(c, 404, 'linkGone');
    await confirm(c.env.DB, pass, Date.now());
    return c.redirect('/privacy?confirmed#yours', 303);
  })

  .post('/privacy/sessions', takeForm('reader'), async (c) => {
    const { keys } = c.var;
    const pass = await spent(c, 'link');
    if (!keys || !pass) return notice(c, 404, 'linkGone');
    return c.redirect(await sessionPath(c, keys, pass), 303);
  })

  .get('/privacy/comments', async (c) => {
    const pass = await openSession(c, c.req.query('session'));
    return pass ? ownPage(c, pass, c.req.query('session') ?? '') : notice(c, 404, 'linkGone');
  })

  .get('/privacy/comments.json', async (c) => {
    const pass = await openSession(c, c.req.query('session'));
    if (!pass) return notice(c, 404, 'linkGone');
    const comments = await everyComment(c, pass);
    return c.json({ site: c.var.site.url, comments: comments.map(exported) }, 200, {
      'Content-Disposition': 'attachment; filename="comments.json"',
    });
  })

  .post('/privacy/names', takeForm('reader'), async (c) => {
    const { session = '', name: typed = '' } = c.var.form;
    const { keys } = c.var;
    const pass = await openSession(c, session);
    if (!keys || !pass) return notice(c, 404, 'linkGone');
    const { words } = c.var.site;
    const parsed = parseName(typed);
    if ('fault' in parsed) {
      return ownPage(c, pass, session, { typed, problem: words.faults[parsed.fault] });
    }
    if (await givesAwayHashed(keys, parsed.name, pass.emailHash)) {
      return ownPage(c, pass, session, { typed, problem: words.faults.containsAddress });
    }
    if (passesForAuthor(parsed.name)) {
      return ownPage(c, pass, session, {
        typed,
        problem: (await privacySite(c)).privacy.nameTaken,
      });
    }
    const isWatched = phrasesIn(parsed.name, await listedPhrases(c.env.DB)).length > 0;
    const isHeld = c.var.settings.MODERATION === 'all' || isWatched;
    purge(c, await renameAll(c.env.DB, pass.emailHash, parsed.name, isHeld, Date.now()));
    return c.redirect(`/privacy/comments?session=${session}`, 303);
  })

  .post('/privacy/erasures', takeForm('reader'), async (c) => {
    const pass = await openSession(c, c.var.form.session);
    if (!pass) return notice(c, 404, 'linkGone');
    const slugs = await eraseAll(c.env.DB, pass.emailHash, Date.now());
    purge(c, slugs);
    return c.redirect(`/privacy?${slugs.size > 0 ? 'erased' : 'nothing'}#yours`, 303);
  });

/** Opens what is under an address for half an hour: for its owner, or for a moderator who was asked by them. */
export async function sessionFor(c: Context<App>, keys: Keys, email: string): Promise<string> {
  const emailHash = await foundAddress(c, keys, email);
  return sessionPath(c, keys, { emailHash, keyId: keys.id });
}

/** The hash under which an address is found, once everything under its older ones has moved there. */
async function foundAddress(c: Context<App>, keys: Keys, email: string): Promise<string> {
  const emailHash = await hashEmail(keys, email);
  const older = await Promise.all(keys.elders.map((elder) => hashEmail(elder, email)));
  await rekeyAddress(c.env.DB, emailHash, keys.id, older);
  return emailHash;
}

async function sessionPath(
  c: Context<App>,
  keys: Keys,
  { emailHash, keyId }: Pick<Pass, 'emailHash' | 'keyId'>,
): Promise<string> {
  const pass = { purpose: 'session', emailHash, keyId, commenterHash: undefined } as const;
  const session = await issuePass(c.env.DB, keys, pass, Date.now());
  return `/privacy/comments?session=${session}`;
}

async function openSession(c: Context<App>, token = ''): Promise<Pass | undefined> {
  const { keys } = c.var;
  const pass = keys && (await findPass(c.env.DB, keys, token, Date.now()));
  return pass?.purpose === 'session' ? pass : undefined;
}

async function spent(c: Context<App>, purpose: 'link' | 'confirmation') {
  const { keys, form } = c.var;
  return keys && spendPass(c.env.DB, keys, purpose, form.pass ?? '', Date.now());
}

/** After the answer has left, so that it tells nothing: a link, if there is anything to see and not too much was sent. */
async function sendLink(c: Context<App>, keys: Keys, email: string): Promise<void> {
  const emailHash = await foundAddress(c, keys, email);
  if ((await commentsUnder(c.env.DB, emailHash, '', 1)).length === 0) return;
  const pass = {
    purpose: 'link',
    emailHash,
    keyId: keys.id,
    commenterHash: undefined,
  } as const;
  const url = await linkTo(c, keys, pass);
  if (!url) return;
  const { name: site, privacy } = await privacySite(c);
  const { linkSubject, link } = privacy.mail;
  await send(c, email, fill(linkSubject, { site }), fill(link, { site, url }));
}

/** Asks the owner of an address whether a commenter is them, unless they said so before. */
export async function askToConfirm(
  c: Context<App>,
  keys: Keys,
  email: string,
  pass: { readonly emailHash: string; readonly commenterHash: string },
): Promise<void> {
  if (await isConfirmed(c.env.DB, pass.commenterHash, pass.emailHash)) return;
  const url = await linkTo(c, keys, { purpose: 'confirmation', keyId: keys.id, ...pass });
  if (!url) return;
  const { name: site, privacy } = await privacySite(c);
  const { confirmSubject, confirm } = privacy.mail;
  await send(c, email, fill(confirmSubject, { site }), fill(confirm, { site, url }));
}

/** @returns undefined when enough was sent to this address, or for this visitor */
async function linkTo(c: Context<App>, keys: Keys, pass: Pass): Promise<string | undefined> {
  const now = Date.now();
  const visitor = await c.var.visits.visitor(c.env.DB, keys, await networkOf(c, keys), dayOf(now));
  const token = await issuePass(c.env.DB, keys, { ...pass, visitor }, now);
  return token && `${c.var.site.url}/privacy/link?token=${token}`;
}

async function everyComment(c: Context<App>, { emailHash }: Pass): Promise<readonly Owned[]> {
  const all: Owned[] = [];
  for (;;) {
    const part = await commentsUnder(c.env.DB, emailHash, all.at(-1)?.id ?? '', shown);
    all.push(...part);
    if (part.length < shown) return all;
  }
}

const exported = ({
  id,
  slug,
  parentId,
  name,
  website,
  body,
  status,
  createdAt,
  editedAt,
}: Owned) => ({
  id,
  slug,
  parentId,
  name,
  website,
  body,
  // What was taken for spam is said to wait, as everywhere else: whoever writes spam need not know.
  status: status === 'spam' ? 'pending' : status,
  createdAt: new Date(createdAt).toISOString(),
  editedAt: editedAt === null ? null : new Date(editedAt).toISOString(),
});

const sayings = ['sent', 'confirmed', 'erased', 'nothing'] as const;
const saidOf = (c: Context<App>) => sayings.find((saying) => c.req.query(saying) !== undefined);

/** The site with what only these pages say. */
export const privacySite = async (c: Context<App>): Promise<PrivacySite> => ({
  ...c.var.site,
  privacy: await wordsBeside(c.env.ASSETS, c.var.settings.LANGUAGE, 'privacy'),
});

interface Attempt {
  readonly said?: (typeof sayings)[number] | undefined;
  readonly typed?: string | undefined;
  readonly problem?: string;
}

async function privacyPage(c: Context<App>, attempt: Attempt, status: 200 | 422 = 200) {
  const isPlain = !attempt.said && status === 200;
  return c.html(
    <PrivacyPage
      site={await privacySite(c)}
      canSend={canSend(c)}
      asksTurnstile={c.var.settings.TURNSTILE_SITE_KEY !== ''}
      token={await formToken(c, 'reader')}
      {...attempt}
    />,
    status,
    isPlain ? publicPage(c) : {},
  );
}

async function ownPage(
  c: Context<App>,
  { emailHash }: Pass,
  session: string,
  attempt: Pick<Attempt, 'typed' | 'problem'> = {},
) {
  const comments = await commentsUnder(c.env.DB, emailHash, '', shown);
  return c.html(
    <OwnPage
      site={await privacySite(c)}
      most={shown}
      comments={comments.map((comment) => ({
        comment,
        article: findArticle(comment.slug, Date.now()),
      }))}
      session={session}
      token={await formToken(c, 'reader')}
      {...attempt}
    />,
    attempt.problem ? 422 : 200,
  );
}
