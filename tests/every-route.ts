// Every route of the app, with a request that gets as far as the database: so that no fault forgets one.
import app from '../src/index.ts';

export interface Asked {
  /** As README names it: `GET /articles/:slug`. */
  readonly route: string;
  readonly method: string;
  readonly path: string;
  /** What is posted; undefined for a GET. */
  readonly body: string | undefined;
  /** What that is. */
  readonly type: string;
}

/** What stands in the place of names in a path. */
export interface Named {
  readonly origin: string;
  readonly slug: string;
  /** Of the short link. */
  readonly code: string;
  /** Of a published comment. */
  readonly id: string;
  readonly manageKey: string;
}

/** What every form that a route takes is filled with, all of them at once. */
export const typed = {
  name: 'Leyla',
  email: 'leyla@news.example',
  body: 'The river knows no border.',
};

/** Reader or desk: whoever asks has signed in where it takes that. */
export function everyRoute(named: Named): Asked[] {
  return app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({
      route: `${method} ${path}`,
      method,
      path: pathOf(path, named),
      ...bodyOf(`${method} ${path}`, named),
    }));
}

function bodyOf(route: string, named: Named): Pick<Asked, 'body' | 'type'> {
  if (route === 'POST /moderation/imports')
    return { body: JSON.stringify(importedOn(named)), type: 'application/json' };
  const form = new URLSearchParams(formFor(named)).toString();
  const type = 'application/x-www-form-urlencoded';
  return { body: route.startsWith('GET') ? undefined : form, type };
}

const importedOn = ({ slug }: Named) => ({
  kind: 'comments',
  apply: true,
  rows: [
    {
      ...{ ...typed, id: '01HZX0K1Q5F8R2M7N3P9S4T6VW', slug, parentId: null, website: null },
      ...{ status: 'approved', createdAt: 1 },
    },
  ],
});

function pathOf(pattern: string, { origin, slug, code, id, manageKey }: Named): string {
  const values: Readonly<Record<string, string>> = {
    ':slug': pattern.startsWith('/pages/') ? 'about' : slug,
    ':tag': 'Privacy',
    ':network': 'x',
    ':code': code,
    ':id': id,
    ':batch': id,
    ':table': 'comments',
    ':who': 'w'.repeat(43),
  };
  const path = pattern.replace(/:\w+/g, (name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Say what stands for ${name} in ${pattern}`);
    return value;
  });
  const query = new URLSearchParams({
    key: manageKey,
    token: 't'.repeat(22),
    session: 's'.repeat(22),
    q: 'river',
    url: `${origin}/articles/${slug}`,
  });
  return `${path}?${query}`;
}

const formFor = ({ id, manageKey }: Named): Record<string, string> => ({
  ...typed,
  website: '',
  key: manageKey,
  reason: 'abuse',
  words: 'Rude.',
  network: 'copy',
  session: 's'.repeat(22),
  pass: 'p'.repeat(22),
  phrase: 'casino',
  effect: 'hold',
  kind: 'visitor',
  decision: `approval ${id}`,
  opening: 'open',
  as: 'author-0',
  comment: id,
});

/**
 * What a route answers although the database is away, and why it may. Whatever is not named here, a new route among
 * it, must answer 503.
 */
export const withoutDatabase: Readonly<Record<string, number>> = {
  // An article is served without its conversation.
  'GET /': 200,
  'GET /articles/:slug': 200,
  'GET /articles/:slug/share': 200,
  // These stand in the bundle, or beside it.
  'GET /articles': 200,
  'GET /tags/:tag': 200,
  'GET /search': 200,
  'GET /pages/:slug': 200,
  'GET /privacy': 200,
  'GET /articles/:slug/qr.svg': 200,
  'GET /articles/:slug/card': 200,
  'GET /oembed': 200,
  'GET /feed.xml': 200,
  'GET /atom.xml': 200,
  'GET /feed.json': 200,
  'GET /sitemap.xml': 200,
  'GET /news-sitemap.xml': 200,
  'GET /robots.txt': 200,
  // They lead on, and count what they can once the answer has left.
  'GET /share': 302,
  'GET /articles/:slug/share/:network': 302,
  'GET /s/:code': 302,
  'POST /articles/:slug/shares': 204,
  // A text as it will look: nothing is written.
  'POST /articles/:slug/previews': 200,
};

/**
 * What an answer tells of the inside, which nobody who asks is told. Left out is what chance or a key spells, since that
 * now and then spells anything: hashes, ids, faces, and the name of a request.
 */
export const insideOf = (text: string): readonly string[] => [
  ...(spelledByChance.reduce((left, one) => left.replace(one, '…'), text).match(inside) ?? []),
];

/** No word in capitals alone, as the codes of a database are. */
const spelledByChance = [
  /(?<![\w-])[\w-]{11}(?=\.[\w-]{43}(?![\w-]))/g, // the id of a key, before what it signed
  /(?<![\w-])(?![A-Z\d_]+(?![\w-]))(?:[\w-]{43}|[\w-]{22})(?![\w-])/g, // hashes, ids
  /(?<="face":")[\w-]{4}(?=")/g,
  /(?<=<code>|"request":")(?![A-Z\d_]+[<"])[\w-]{8}(?=[<"])/g, // the name of a request
];

const inside =
  /D1_|SQLITE|sqlite|SELECT |INSERT |UPDATE |DELETE |no such table|undefined|Cannot read|TypeError|\bbinding\b|\bDB\b|\bASSETS\b|COMMENT_RATE|\.tsx?:\d|\n\s+at \S+ \(/;
