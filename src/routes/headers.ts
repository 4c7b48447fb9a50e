import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { page } from '../../build/page.ts';
import type { App } from '../env.ts';
import { turnstile } from '../views/turnstile.tsx';

const policy = {
  defaultSrc: ["'none'"],
  styleSrc: [page.styleHash],
  scriptSrc: [page.schemeHash, page.scriptHash],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
};

const common = {
  // Without includeSubDomains: a site on example.org does not speak for its neighbours.
  strictTransportSecurity: 'max-age=31536000',
  // Not no-referrer: that makes our own forms say "Origin: null".
  referrerPolicy: 'same-origin',
} as const;

const unframed = (contentSecurityPolicy: typeof policy & { frameSrc?: string[] }) =>
  secureHeaders({
    ...common,
    contentSecurityPolicy: { ...contentSecurityPolicy, frameAncestors: ["'none'"] },
    xFrameOptions: 'DENY',
  });

const secure = unframed(policy);

/** For the moderators' desk, which has a style and a script of its own. */
const desk = unframed({
  ...policy,
  styleSrc: [page.styleHash, page.deskStyleHash],
  scriptSrc: [page.schemeHash, page.deskScriptHash],
});

/** For a page whose form asks Turnstile: the one thing of somebody else's that a page may load. */
const checked = unframed({
  ...policy,
  scriptSrc: [...policy.scriptSrc, turnstile],
  frameSrc: [turnstile],
});

/** For what is made to be shown inside other sites. */
const framed = secureHeaders({
  ...common,
  contentSecurityPolicy: { ...policy, frameAncestors: ['*'] },
  xFrameOptions: false,
  crossOriginResourcePolicy: 'cross-origin',
});

/** Security headers on every answer, and `no-store` on each that does not say that it may be kept. */
export const headers = createMiddleware<App>(async (c, next) => {
  await next();
  await policyFor(c.var)(c, async () => {});
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
});

function policyFor({ isFramed, asksTurnstile, moderator }: App['Variables']) {
  if (isFramed) return framed;
  if (moderator) return desk;
  return asksTurnstile ? checked : secure;
}

/** A page that is the same for everybody may be kept by anybody, who asks again before using it. */
export const publicPage = { 'Cache-Control': 'no-cache' } as const;
