// What the rooms of the moderators' desk have in common.
import type { Context } from 'hono';
import { ulid } from 'ulid';
import type { App } from '../env.ts';
import type { Press } from '../model/decisions.ts';
import type { DeskForm, Told } from '../views/desk.tsx';
import type { DeskSite } from '../views/layout.tsx';
import { formToken } from './forms.ts';
import { wordsBeside } from './words.ts';

/** The site with what only the desk has. */
export const deskSite = async (c: Context<App>): Promise<DeskSite> => ({
  ...c.var.site,
  ...(await wordsBeside(c.env.ASSETS, c.var.settings.LANGUAGE, 'desk')),
});

/** A press of a button, by whoever signed in. */
export function pressed(c: Context<App>): Press {
  const now = Date.now();
  return { batch: ulid(now), moderator: c.var.moderator, now };
}

/** Where a form goes on: on the page of the desk that it stood on. */
export function backTo(c: Context<App>, told: Readonly<Record<string, string>> = {}): string {
  const { back = '' } = c.var.form;
  const { origin } = new URL(c.req.url);
  const url = URL.parse(back, origin);
  const isDesk = url?.origin === origin && isBelowDesk(url.pathname);
  const { pathname, searchParams } = isDesk ? url : new URL('/moderation', origin);
  for (const name of messages) searchParams.delete(name);
  for (const [name, value] of Object.entries(told)) searchParams.set(name, value);
  const query = searchParams.size > 0 ? `?${searchParams}` : '';
  return pathname + query;
}

/** What the page that a form leads back to is told: numbers, and what can be undone. */
const messages = ['undo', 'decided', 'changed', 'none', 'undone', 'blocked', 'published'] as const;

/** What the page's own address tells it. */
export const toldIn = (c: Context<App>): Told =>
  Object.fromEntries(
    messages.flatMap((name) => {
      const value = c.req.query(name) ?? '';
      return /^(\d{1,6}|[0-9A-HJKMNP-TV-Z]{26})$/.test(value) ? [[name, value]] : [];
    }),
  );

/** What every form of the page that is looked at carries. */
export const deskForm = async (c: Context<App>): Promise<DeskForm> => ({
  token: await formToken(c, 'moderator'),
  back: here(c),
});

const isBelowDesk = (path: string) => path === '/moderation' || path.startsWith('/moderation/');

/** The page of the desk that is looked at; the one that a form stood on, where it is shown again. */
function here(c: Context<App>): string {
  if (c.req.raw.method === 'POST') return backTo(c);
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}
