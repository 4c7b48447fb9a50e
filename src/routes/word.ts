// Word to the editors that something waits for them. Whoever reads it on its way learns how much, and nothing else.
import type { Context } from 'hono';
import { type App, SettingError, type Settings } from '../env.ts';
import { type Keys, randomId } from '../model/keys.ts';
import { type Channel, noteTold, untold, type Word } from '../model/word.ts';
import type { Words } from '../strings/language.ts';
import { fill, plural } from '../strings/say.ts';
import { orLogged } from './log.ts';
import { settledOf } from './site.ts';

/** In ms: a receiver that has not answered by then was not told. */
const patience = 10_000;

/**
 * Tells the editors what they were not told of yet, by each channel that is set. What fails is logged and told again
 * in the next hour. So is what was sent and could not be noted: rather twice than never.
 */
export async function tellEditors(env: App['Bindings'], now: number): Promise<void> {
  const { settings, site, keys } = await settledOf(env);
  const tell = async (channel: Channel, send: (word: Word) => Promise<unknown>) => {
    const word = await untold(env.DB, channel, now);
    if (!word) return;
    await send(word);
    await noteTold(env.DB, channel, word, now);
  };
  const byEmail = () => tell('email', (word) => mail(env.EMAIL, settings, site.words, word));
  const byWebhook = () => tell('webhook', (word) => call(settings, keys, word, now));
  await Promise.all([
    settings.EDITOR_EMAIL && orLogged(byEmail(), 'word by email'),
    settings.WEBHOOK_URL && orLogged(byWebhook(), 'word by webhook'),
  ]);
}

/** What a receiver verifies our webhooks with; undefined where none are sent. */
export async function webhookSecret(c: Context<App>): Promise<string | undefined> {
  const { keys, settings } = c.var;
  return keys && settings.WEBHOOK_URL ? `whsec_${await keys.webhookSecret()}` : undefined;
}

/** The desk's address, or its path alone while SITE_URL is empty: the clock's call does not say where we are. */
const deskOf = ({ SITE_URL }: Settings) => `${SITE_URL}/moderation`;

async function mail(
  EMAIL: SendEmail | undefined,
  settings: Settings,
  words: Words,
  { waiting, reported }: Word,
): Promise<void> {
  const { EMAIL_FROM: from, EDITOR_EMAIL: to } = settings;
  if (!EMAIL || !from)
    throw new SettingError('EDITOR_EMAIL needs the binding EMAIL and EMAIL_FROM');
  const { SITE_NAME: site } = settings;
  const { word } = words;
  const [forms, { total }] =
    waiting.new > 0 ? ([word.waits, waiting] as const) : ([word.reported, reported] as const);
  const subject = fill(plural(words, forms, total), { site });
  const told = [fill(word.waiting, { ...waiting }), fill(word.reportedSoFar, { ...reported })];
  const text = `${told.join('\n')}\n\n${deskOf(settings)}\n`;
  await EMAIL.send({ from, to, subject, text });
}

/** One message after https://www.standardwebhooks.com, signed with every key that is believed. */
async function call(
  settings: Settings,
  keys: Keys | undefined,
  word: Word,
  now: number,
): Promise<void> {
  if (!keys)
    throw new SettingError(
      'WEBHOOK_URL needs a SECRET_KEY that can be used: nothing is sent unsigned',
    );
  const id = `msg_${randomId()}`;
  const timestamp = String(Math.floor(now / 1000));
  const body = JSON.stringify({
    type: 'moderation.waiting',
    timestamp: new Date(now).toISOString(),
    data: { ...word, url: settings.SITE_URL ? deskOf(settings) : undefined },
  });
  const response = await fetch(settings.WEBHOOK_URL, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': await signatures(keys, `${id}.${timestamp}.${body}`),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  });
  await response.body?.cancel();
  if (!response.ok) throw new SettingError(`WEBHOOK_URL must answer 2xx, not ${response.status}`);
}

async function signatures({ believed }: Keys, content: string): Promise<string> {
  const macs = await Promise.all(believed.map((key) => key.mac('webhook', content)));
  return macs
    .map((mac) => `v1,${Uint8Array.fromBase64(mac, { alphabet: 'base64url' }).toBase64()}`)
    .join(' ');
}
