// The one thing on any page that comes from somebody else, and only where the site has keys for it.
import type { Words } from '../strings/language.ts';

/** Where it comes from. */
export const turnstile = 'https://challenges.cloudflare.com';

/** What a form is to Turnstile: what it says of another one is worth nothing here. */
export const action = 'comment';

interface Props {
  readonly words: Words;
  readonly siteKey: string;
}

/** Where Turnstile puts its answer into the form, and what there is to know of it. */
export const Turnstile = ({ words, siteKey }: Props) => (
  <>
    <div class="cf-turnstile" data-sitekey={siteKey} data-action={action} data-size="flexible" />
    <p class="quiet">
      {words.check} <a href="/privacy#turnstile">{words.whatThatMeans}</a>
    </p>
    <script src={`${turnstile}/turnstile/v0/api.js`} async defer />
  </>
);
