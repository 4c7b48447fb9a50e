// How a comment is known again: the same form sent twice, and the same said twice.
import type { Keys } from './keys.ts';

/** The same for whoever sends the same form again. One served page may reach many readers, so it is more than the form. */
export const retryKeyOf = (
  keys: Keys,
  form: string,
  slug: string,
  parent: string,
  emailHash: string,
  body: string,
): Promise<string> =>
  keys.mac('retry', `form ${JSON.stringify([form, slug, parent, emailHash, body])}`);

/** The same for whoever says the same under the same article, if they are proven. */
export const textKeyOf = (
  keys: Keys,
  commenterHash: string,
  slug: string,
  body: string,
): Promise<string> => keys.mac('retry', `text ${JSON.stringify([commenterHash, slug, body])}`);
