// What readers ask of the site, and what is asked of the peers beside it.
import { Reader } from '../reader.ts';
import type { Visit } from './load.ts';

/** The article whose page is measured. What is posted goes below the other one, so that this page stays as it is. */
export const slug = 'azerbaijan-expels-iranian-diplomats';
const other = 'what-happens-to-your-address';

const body = 'The river knows no border, and nobody has ever asked it. '.repeat(4).slice(0, 190);

export const page: Visit = {
  ask: (n) => ({ path: `/articles/${slug}`, headers: somebody(n) }),
  status: 200,
};

/**
 * The page again, for who has it: nobody answers it meanwhile, nor passes it on.
 * @returns undefined where it carries nothing by which it could be known again
 */
export async function revalidation(origin: string): Promise<Visit | undefined> {
  const { headers } = await fetch(`${origin}/articles/${slug}`);
  const etag = headers.get('ETag');
  if (!etag) return undefined;
  return {
    ask: (n) => ({
      path: `/articles/${slug}`,
      headers: { ...somebody(n), 'If-None-Match': etag },
    }),
    status: 304,
  };
}

/** A comment under a form that was served a while ago: each has an address, and words, of its own. */
export async function comment(origin: string): Promise<Visit> {
  const form = await new Reader((request) => fetch(request), origin).open(`/articles/${other}`);
  const token = form.html.querySelector('#reply [name=token]')?.getAttribute('value') ?? '';
  const fields = { token, subject: '', website: '' };
  return {
    ask: (n) => ({
      method: 'POST',
      path: `/articles/${other}/comments`,
      headers: {
        ...somebody(n),
        Origin: origin,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        ...fields,
        name: `Reader ${n}`,
        email: `reader${n}@news.example`,
        body: `${body} ${n}`,
      }).toString(),
    }),
    status: 303,
  };
}

export const share: Visit = {
  ask: (n) => ({ path: `/articles/${other}/share/x`, headers: somebody(n) }),
  status: 302,
};

/** A constant page. */
export const constant: Visit = { ask: () => ({ path: '/' }), status: 200 };

/** The fifty rows of that page, from bare D1. */
export const rows: Visit = { ask: () => ({ path: `/rows?slug=${slug}` }), status: 200 };

/** Its counters. */
export const row: Visit = { ask: () => ({ path: `/row?slug=${slug}` }), status: 200 };

/** One row written. */
export const insert: Visit = {
  ask: (n) => ({ method: 'POST', path: `/?slug=${other}`, body: `${body} ${n}` }),
  status: 303,
};

/** A visitor for each number, up to 16 million: nobody is counted twice, or sends too much. */
const somebody = (n: number) => ({
  'CF-Connecting-IP': `10.${(n >> 16) % 256}.${(n >> 8) % 256}.${n % 256}`,
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
});
