import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { App } from '../env.ts';
import type { Words } from '../strings/language.ts';
import { Notice } from '../views/notice.tsx';
import { requestName } from './log.ts';

/** Whether JSON is asked for, and rather than a page. The framework's helper would take a kilobyte for it. */
export function wantsJson(c: Context<App>): boolean {
  const accept = c.req.header('Accept') ?? '';
  return qualityIn(accept, 'application/json') > qualityIn(accept, 'text/html');
}

/** How much a type is wanted, from 0 to 1 (RFC 9110, 12.5.1). */
function qualityIn(accept: string, type: string): number {
  const wishes = accept.split(',').map((wish) => wish.split(';').map((part) => part.trim()));
  const [, ...parameters] = wishes.find(([name]) => name?.toLowerCase() === type) ?? [type, 'q=0'];
  const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
  return Number(quality) || 0;
}

/** A refusal: a page in the site's own design, or problem details (RFC 9457) for who asks for JSON. */
export function notice(
  c: Context<App>,
  status: ContentfulStatusCode,
  subject: keyof Words['notices'],
): Response | Promise<Response> {
  const { title, text } = c.var.site.words.notices[subject];
  // Whoever reports what went wrong here can say which time.
  const request = status >= 500 ? requestName(c) : undefined;
  if (wantsJson(c)) return problemDetails(c, status, title, text, { request });
  const query = subject === 'notFound' ? wordsIn(c.req.path) : undefined;
  return c.html(<Notice site={c.var.site} {...{ title, text, query, request }} />, status);
}

/** What somebody may have looked for at this address, to be searched for: its last part, where that is several words. */
function wordsIn(path: string): string {
  const [, last = ''] = /([^/]*)\/?$/.exec(path) ?? [];
  const words = last
    .replace(/\.\w+$/, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
  return words.includes(' ') && !last.includes('%') ? words.slice(0, 200) : '';
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
