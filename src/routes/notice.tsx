import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { App } from '../env.ts';
import type { Words } from '../strings/language.ts';
import { Notice } from '../views/notice.tsx';

export const wantsJson = (c: Context<App>) =>
  accepts(c, {
    header: 'Accept',
    supports: ['text/html', 'application/json'],
    default: 'text/html',
  }) === 'application/json';

/** A refusal: a page in the site's own design, or problem details (RFC 9457) for who asks for JSON. */
export function notice(
  c: Context<App>,
  status: ContentfulStatusCode,
  subject: keyof Words['notices'],
): Response | Promise<Response> {
  const { title, text } = c.var.site.words.notices[subject];
  if (wantsJson(c)) return problemDetails(c, status, title, text);
  return c.html(<Notice site={c.var.site} title={title} text={text} />, status);
}

export function problemDetails(
  c: Context<App>,
  status: ContentfulStatusCode,
  title: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Response {
  return c.json({ title, status, detail, ...more }, status, {
    'Content-Type': 'application/problem+json',
  });
}
