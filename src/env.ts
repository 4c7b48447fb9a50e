import * as v from 'valibot';
import { normaliseEmail } from './model/email.ts';
import type { KeyFault, Keys } from './model/keys.ts';
import { policies } from './model/moderation.ts';
import { findNetwork } from './model/share.ts';
import type { VisitBook } from './model/visits.ts';
import type { Cost } from './routes/database.ts';
import type { Site } from './views/layout.tsx';

/** What every handler finds in its context. */
export interface App {
  /** EMAIL is there where a site sends mail. */
  Bindings: Env & { EMAIL?: SendEmail };
  Variables: {
    settings: Settings;
    /** The site as its pages know it. */
    site: Site;
    /** undefined while `SECRET_KEY` is missing or too short: then no comment is taken. */
    keys: Keys | undefined;
    /** Why there are none. */
    keyFault: KeyFault | undefined;
    /** Names this request: see `requestName`. undefined until something is to be said of it. */
    request: string | undefined;
    /** What the request has cost so far. */
    cost: Cost;
    /** Names the build and the settings that pages are drawn by. */
    edition: string;
    /** Where shares and arrivals are counted. */
    visits: VisitBook;
    /** Whether the request is a share or an arrival, which is told of together with others. */
    isVisit: boolean;
    /** Whether other sites may show the answer in a frame. */
    isFramed: boolean;
    /** Who signed in at the desk; '' where nobody did. */
    moderator: string;
    /** Whether the page carries a form that asks Turnstile. */
    asksTurnstile: boolean;
    /** The text fields of the posted form. Empty where none was taken. */
    form: Form;
  };
}

/** The text fields of a posted form. */
export type Form = Readonly<Record<string, string>>;

export type Settings = v.InferOutput<typeof Settings>;

/**
 * Reads `[vars]` and secrets.
 * @throws {SettingError} when one of them cannot be used
 */
export function readSettings(env: object): Settings {
  const { success, output, issues } = v.safeParse(Settings, env);
  if (!success) {
    const [{ path, message }] = issues;
    throw new SettingError(`${path?.[0]?.key} ${message}`);
  }
  if (!output.TURNSTILE_SITE_KEY !== !output.TURNSTILE_SECRET_KEY) {
    throw new SettingError(
      'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY must both be set, or neither',
    );
  }
  return output;
}

/** Names the setting and what it may be, never its value. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const isWhole = (least: number, most: number) =>
  v.pipe(
    v.union([v.number(), v.string()]),
    v.transform(Number),
    v.check(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      `must be a whole number from ${least} to ${most}`,
    ),
  );

const isKnownToIntl = (use: (text: string) => unknown) => (text: string) => {
  try {
    use(text);
    return true;
  } catch {
    return false;
  }
};

const emptyOr = (isSo: (text: string) => boolean, what: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.check((text) => text === '' || isSo(text), `must be empty, or ${what}`),
    ),
    '',
  );

/** Whether nobody on the way can read or change what is sent there. */
const isReceiver = (url: URL | null) =>
  url !== null &&
  !url.username &&
  !url.password &&
  (url.protocol === 'https:' ||
    (url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)));

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

const optional = v.optional(v.pipe(v.string(), v.trim()), '');

const Settings = v.object({
  SITE_NAME: v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty')),
  SITE_URL: v.pipe(
    v.string(),
    v.trim(),
    v.transform((url) => url.replace(/\/+$/, '')),
    v.check(
      (url) => url === '' || (/^https?:/.test(url) && URL.parse(url)?.origin === url),
      'must be empty, or an origin such as https://news.example',
    ),
  ),
  LANGUAGE: v.pipe(
    v.string(),
    v.check(isKnownToIntl(Intl.getCanonicalLocales), 'must be a language tag such as en or pt-BR'),
  ),
  TIME_ZONE: v.pipe(
    v.string(),
    v.check(
      isKnownToIntl((timeZone) => new Intl.DateTimeFormat('en', { timeZone })),
      'must be a time zone such as UTC or Asia/Baku',
    ),
  ),
  MODERATION: v.picklist(policies, `must be one of ${policies.join(', ')}`),
  COMMENTS_PER_PAGE: isWhole(1, 500),
  MIN_SECONDS_TO_COMMENT: isWhole(0, 3600),
  COMMENTS_PER_MINUTE: isWhole(0, 1000),
  CLOSE_COMMENTS_AFTER_DAYS: isWhole(0, 36_500),
  SHARE_NETWORKS: v.pipe(
    v.string(),
    v.transform(listed),
    v.everyItem((id) => findNetwork(id) !== undefined, 'names a network that is not known'),
  ),
  SECRET_KEY: v.optional(v.string()),
  PREVIOUS_SECRET_KEYS: v.pipe(v.optional(v.string(), ''), v.transform(listed)),
  PREVIOUS_KEYS_LEAKED: v.pipe(
    v.union([v.boolean(), v.picklist(['true', 'false'])], 'must be true or false'),
    v.transform((value) => String(value) === 'true'),
  ),
  MODERATION_PASSWORD: v.optional(v.string()),
  ACCESS_AUD: v.pipe(v.optional(v.string(), ''), v.trim()),
  EMAIL_FROM: v.pipe(v.string(), v.trim()),
  EDITOR_EMAIL: emptyOr(
    (email) => normaliseEmail(email) !== undefined,
    'an address such as desk@news.example',
  ),
  WEBHOOK_URL: emptyOr(
    (url) => isReceiver(URL.parse(url)),
    'an https address without a user (http on this machine alone)',
  ),
  TURNSTILE_SITE_KEY: optional,
  TURNSTILE_SECRET_KEY: optional,
});
