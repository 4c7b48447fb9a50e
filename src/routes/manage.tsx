// What an author may do with a comment of theirs: whoever holds its manage key.
import { type Context, Hono } from 'hono';
import type { App } from '../env.ts';
import { findArticle } from '../model/articles.ts';
import { type Fault, limits, parseText, seenIn, type Text } from '../model/draft.ts';
import { hashEmail } from '../model/email.ts';
import { addressesIn } from '../model/giveaway.ts';
import type { Keys } from '../model/keys.ts';
import { passesForAuthor } from '../model/lookalike.ts';
import { editComment, editFor, eraseComment, findOwn, type OwnComment } from '../model/manage.ts';
import { textKeyOf } from '../model/marks.ts';
import { moderate, type Standing } from '../model/moderation.ts';
import { isManageKey, manageKey } from '../model/tokens.ts';
import { ManagePage } from '../views/manage.tsx';
import { formToken, takeForm } from './forms.ts';
import { notice } from './notice.tsx';

export const manage = new Hono<App>()

  .get('/comments/:id/manage', async (c) => {
    const keys = await trusted(c, c.req.query('key'));
    if (!keys) return notice(c, 404, 'notFound');
    const own = await findOwn(c.env.DB, c.req.param('id'));
    return managePage(c, keys, own?.comment);
  })

  .post('/comments/:id/edits', takeForm('reader'), async (c) => {
    const keys = await trusted(c, c.var.form.key);
    if (!keys) return notice(c, 404, 'notFound');
    const own = await findOwn(c.env.DB, c.req.param('id'));
    if (!own) return managePage(c, keys, undefined);
    const { body: typed = '' } = c.var.form;
    const parsed = parseText(typed);
    if ('fault' in parsed) return managePage(c, keys, own.comment, { typed, fault: parsed.fault });
    if (await betrays(keys, own.comment, parsed.text)) {
      return managePage(c, keys, own.comment, { typed, fault: 'containsAddress' });
    }
    const isInTime = await edit(c, keys, own, parsed.text);
    if (!isInTime) return managePage(c, keys, own.comment, { typed, isTooLate: true });
    return c.redirect(await managePath(keys, own.comment.id), 303);
  })

  .post('/comments/:id/deletion', takeForm('reader'), async (c) => {
    const id = c.req.param('id');
    const keys = await trusted(c, c.var.form.key);
    if (!keys) return notice(c, 404, 'notFound');
    await eraseComment(c.env.DB, id, Date.now());
    return c.redirect(await managePath(keys, id), 303);
  });

/** Where an author manages a comment. The address is all that is needed: whoever has it may. */
export const managePath = async (keys: Keys, id: string): Promise<string> =>
  `/comments/${id}/manage?key=${await manageKey(keys, id)}`;

/** The keys, for whoever brings the manage key of this comment. */
async function trusted(c: Context<App>, key = ''): Promise<Keys | undefined> {
  const { keys } = c.var;
  return keys && (await isManageKey(keys, c.req.param('id') ?? '', key)) ? keys : undefined;
}

/** Whether a text gives away the address that its author typed: of that nothing but the hash is left. */
async function betrays(keys: Keys, own: OwnComment, text: Text): Promise<boolean> {
  const maker = [keys, ...keys.elders].find(({ id }) => id === own.emailKey) ?? keys;
  const addresses = addressesIn(seenIn(text));
  const hashes = await Promise.all(addresses.map((address) => hashEmail(maker, address)));
  return hashes.includes(own.emailHash);
}

async function edit(
  c: Context<App>,
  keys: Keys,
  { comment, standing }: { comment: OwnComment; standing: Standing },
  text: Text,
): Promise<boolean> {
  return editComment(c.env.DB, {
    id: comment.id,
    ...text,
    judged: moderate(c.var.settings.MODERATION, standing, passesForAuthor(comment.name)),
    textKey: await textKeyOf(keys, comment.commenterHash, comment.slug, text.body),
    now: Date.now(),
  });
}

interface Attempt {
  readonly typed: string;
  readonly fault?: Fault['code'];
  readonly isTooLate?: boolean;
}

/** @param comment undefined once it is deleted */
async function managePage(
  c: Context<App>,
  keys: Keys,
  comment: OwnComment | undefined,
  { typed, fault, isTooLate = false }: Partial<Attempt> = {},
) {
  const { words } = c.var.site;
  const now = Date.now();
  const isOpen = ['pending', 'approved'].includes(comment?.status ?? '');
  return c.html(
    <ManagePage
      site={c.var.site}
      comment={comment?.status === 'deleted' ? undefined : comment}
      article={comment && findArticle(comment.slug, now)}
      manageKey={await manageKey(keys, c.req.param('id') ?? '')}
      token={(await formToken(c, 'reader')) ?? ''}
      editableUntil={
        comment && isOpen && comment.createdAt + editFor > now
          ? comment.createdAt + editFor
          : undefined
      }
      typed={typed}
      problem={
        isTooLate
          ? words.tooLateToEdit
          : fault && words.faults[fault].replace('#', limits.body.toLocaleString(words.dates))
      }
    />,
    isTooLate ? 409 : fault ? 422 : 200,
  );
}
