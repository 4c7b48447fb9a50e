// The cookie that posting sets: it carries nothing but chance, and whoever holds it again is proven to be the same.
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { App } from '../env.ts';

const name = 'commenter';

/** What a visitor holds, if it can be one of ours. */
export function heldProof(c: Context<App>): string | undefined {
  const held = getCookie(c, name, 'host');
  return held && /^[\w-]{22}$/.test(held) ? held : undefined;
}

/** Gives a proof to hold, for a year. */
export const giveProof = (c: Context<App>, proof: string): void =>
  setCookie(c, name, proof, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: 365 * 24 * 60 * 60,
  });
