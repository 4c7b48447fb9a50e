// Who is counted, and when: never before the answer has left.
import type { Context } from 'hono';
import { crawlers } from '../../build/crawlers.ts';
import type { App } from '../env.ts';
import type { Keys } from '../model/keys.ts';
import { dayOf, type Event, type Sighting, sighted } from '../model/visits.ts';
import { unlessAway } from './log.ts';

/**
 * Counts somebody passing an article on, or coming by its short link: once a day. Without a key nobody is
 * told apart, and so nobody is counted.
 */
export function count(c: Context<App>, event: Event, slug: string, channel: string): void {
  const { keys } = c.var;
  if (!keys || !isSomebody(c)) return;
  c.set('isVisit', true);
  c.executionCtx.waitUntil(unlessAway(c, record(c, keys, { event, slug, channel })));
}

async function record(
  c: Context<App>,
  keys: Keys,
  seen: Omit<Sighting, 'day' | 'traits'>,
): Promise<void> {
  const now = Date.now();
  const traits = await traitsOf(c, keys);
  await c.var.visits.add(keys, { ...seen, day: dayOf(now), traits }, now);
}

/**
 * What the request shows of its visitor, hashed before it is looked at.
 * @param more what makes another visitor of them, where something else is counted
 */
export const traitsOf = (c: Context<App>, keys: Keys, ...more: string[]): Promise<string> =>
  sighted(keys, [
    ...more,
    c.req.header('CF-Connecting-IP') ?? '',
    c.req.header('User-Agent') ?? '',
  ]);

/** The network that a request comes from: an IPv4 address, or the 64 bits that one customer has of IPv6. */
export const networkOf = (c: Context<App>, keys: Keys): Promise<string> => {
  const address = c.req.header('CF-Connecting-IP') ?? '';
  const network = address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
  return sighted(keys, ['network', network]);
};

/**
 * Neither a HEAD request, nor a browser that fetches ahead, nor a crawler is somebody; and somebody who
 * asks not to be followed (Sec-GPC) is not.
 */
function isSomebody(c: Context<App>): boolean {
  const ahead = ['Sec-Purpose', 'Purpose', 'X-Moz'].map((name) => c.req.header(name) ?? '').join();
  return (
    c.req.raw.method !== 'HEAD' &&
    !/prefetch|prerender|preview/i.test(ahead) &&
    c.req.header('Sec-GPC') !== '1' &&
    !isCrawler(c.req.header('User-Agent'))
  );
}

const crawler = new RegExp(crawlers, 'i');

const isCrawler = (agent = '') => agent !== '' && crawler.test(agent);
