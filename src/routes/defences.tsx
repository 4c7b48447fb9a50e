// What the desk watches for, and who is blocked.
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { block, blockKinds, blocks, unblock } from '../model/blocks.ts';
import { addPhrase, effects, listedPhrases, parsePhrase, removePhrase } from '../model/phrases.ts';
import { dayOf } from '../model/visits.ts';
import type { DeskWords } from '../strings/language.ts';
import { DefencesPage } from '../views/defences.tsx';
import { backTo, deskForm, deskSite, toldIn } from './desk.ts';
import { takeForm } from './forms.ts';
import { notice } from './notice.tsx';

export const defences = new Hono<App>()

  .get('/moderation/defences', (c) => defencesPage(c))

  .post('/moderation/phrases', takeForm('moderator'), async (c) => {
    const phrase = parsePhrase(c.var.form.phrase ?? '');
    const effect = effects.find((one) => one === c.var.form.effect) ?? 'hold';
    if (!phrase) return defencesPage(c, 'phraseMalformed');
    const isAdded = await addPhrase(c.env.DB, { phrase, effect }, c.var.moderator, Date.now());
    return isAdded ? c.redirect('/moderation/defences', 303) : defencesPage(c, 'phrasesFull');
  })

  .post('/moderation/phrases/removal', takeForm('moderator'), async (c) => {
    await removePhrase(c.env.DB, c.var.form.phrase ?? '');
    return c.redirect('/moderation/defences', 303);
  })

  .post('/moderation/comments/:id/blocks', takeForm('moderator'), async (c) => {
    const kind = blockKinds.find((one) => one === c.var.form.kind);
    if (!kind) return notice(c, 400, 'unreadable');
    const now = Date.now();
    const isBlocked = await block(c.env.DB, {
      commentId: c.req.param('id'),
      kind,
      moderator: c.var.moderator,
      today: dayOf(now),
      now,
    });
    return isBlocked
      ? c.redirect(backTo(c, { blocked: '1' }), 303)
      : defencesPage(c, 'blockNobody');
  })

  .post('/moderation/blocks/:who/removal', takeForm('moderator'), async (c) => {
    await unblock(c.env.DB, c.req.param('who'));
    return c.redirect('/moderation/defences', 303);
  });

type Problem = Extract<keyof DeskWords, 'phraseMalformed' | 'phrasesFull' | 'blockNobody'>;

async function defencesPage(c: Context<App>, problem?: Problem) {
  const site = await deskSite(c);
  const [phrases, blocked] = await Promise.all([
    listedPhrases(c.env.DB),
    blocks(c.env.DB, dayOf(Date.now())),
  ]);
  const { phrase = '', effect = '' } = c.var.form;
  return c.html(
    <DefencesPage
      site={site}
      phrases={phrases}
      blocks={blocked}
      typed={{ phrase, effect }}
      form={await deskForm(c)}
      told={toldIn(c)}
      problem={problem && site.desk[problem]}
    />,
    problem ? (problem === 'blockNobody' ? 409 : 422) : 200,
  );
}
