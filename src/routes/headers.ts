import { createMiddleware } from 'hono/factory';
import { page } from '../../build/page.ts';
import type { App } from '../env.ts';
import { turnstile } from '../views/turnstile.tsx';

const policy = {
  'default-src': "'none'",
  'style-src': page.styleHash,
  'script-src': `${page.schemeHash} ${page.scriptHash}`,
  'manifest-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
};

/**
 * What no page here has a use for, nor a script that got into one. Sharing and copying stay as they are: for our own
 * origin. Only what every Chromium knows: it complains of others.
 */
const denied =
  'accelerometer camera display-capture geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking'.split(
    ' ',
  );

type Fields = Readonly<Record<string, string>>;

/** On every answer. */
const always: Fields = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Not no-referrer: that makes our own forms say "Origin: null".
  'Referrer-Policy': 'same-origin',
  // Without includeSubDomains: a site on example.org does not speak for its neighbours.
  'Strict-Transport-Security': 'max-age=31536000',
};

const secured = (directives: Fields, more: Fields): Fields => ({
  ...always,
  'Content-Security-Policy': Object.entries(directives)
    .map((directive) => directive.join(' '))
    .join('; '),
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': denied.map((feature) => `${feature}=()`).join(', '),
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
  ...more,
});

const unframed = (directives: Fields) =>
  secured(
    { ...directives, 'frame-ancestors': "'none'" },
    { 'Cross-Origin-Resource-Policy': 'same-origin', 'X-Frame-Options': 'DENY' },
  );

const secure = unframed(policy);

/** For the moderators' desk, which has a style and a script of its own. */
const desk = unframed({
  ...policy,
  'style-src': `${page.styleHash} ${page.deskStyleHash}`,
  'script-src': `${page.schemeHash} ${page.deskScriptHash}`,
});

/** For a page whose form asks Turnstile: the one thing of somebody else's that a page may load. */
const checked = unframed({
  ...policy,
  'script-src': `${policy['script-src']} ${turnstile}`,
  'frame-src': turnstile,
});

/** For what is made to be shown inside other sites. */
const framed = secured(
  { ...policy, 'frame-ancestors': '*' },
  { 'Cross-Origin-Resource-Policy': 'cross-origin' },
);

/**
 * On every answer what holds of a site; what holds of a page only where there is one, since a redirect shows nothing, and
 * of a page that is held a 304 leaves what it does not mention (RFC 9111, 4.3.4). And `no-store` on each answer that does
 * not say that it may be kept.
 */
export const headers = createMiddleware<App>(async (c, next) => {
  await next();
  const { res } = c;
  const fields = res.status >= 300 && res.status < 400 ? always : fieldsFor(c.var);
  for (const [name, value] of Object.entries(fields)) res.headers.set(name, value);
  if (!res.headers.has('Cache-Control')) res.headers.set('Cache-Control', 'no-store');
});

function fieldsFor({ isFramed, asksTurnstile, moderator }: App['Variables']) {
  if (isFramed) return framed;
  if (moderator) return desk;
  return asksTurnstile ? checked : secure;
}
