/** What is passed on: always the canonical link, never the address bar. */
export interface Shared {
  readonly url: string;
  readonly title: string;
  readonly text: string;
}

export interface Network {
  readonly id: string;
  readonly name: string;
  /** The network's compose URL with the article filled in. */
  readonly intent: (shared: Shared) => string;
}

/** Every network Broadside answers for. Adding one is one line here and one row in its test. */
export const networks: readonly Network[] = [
  {
    id: 'x',
    name: 'X',
    intent: ({ url, title }) => link`https://x.com/intent/tweet?text=${title}&url=${url}`,
  },
  {
    id: 'facebook',
    name: 'Facebook',
    intent: ({ url }) => link`https://www.facebook.com/sharer/sharer.php?u=${url}`,
  },
  {
    id: 'linkedin',
    name: 'LinkedIn',
    intent: ({ url }) => link`https://www.linkedin.com/sharing/share-offsite/?url=${url}`,
  },
  {
    id: 'whatsapp',
    name: 'WhatsApp',
    intent: ({ url, title }) => link`https://wa.me/?text=${`${title} ${url}`}`,
  },
  {
    id: 'telegram',
    name: 'Telegram',
    intent: ({ url, title }) => link`https://t.me/share/url?url=${url}&text=${title}`,
  },
  {
    id: 'reddit',
    name: 'Reddit',
    intent: ({ url, title }) => link`https://www.reddit.com/submit?url=${url}&title=${title}`,
  },
  {
    id: 'bluesky',
    name: 'Bluesky',
    intent: ({ url, title }) => link`https://bsky.app/intent/compose?text=${`${title} ${url}`}`,
  },
  {
    id: 'threads',
    name: 'Threads',
    intent: ({ url, title }) => link`https://www.threads.com/intent/post?text=${title}&url=${url}`,
  },
  {
    id: 'mastodon',
    name: 'Mastodon',
    intent: ({ url, title }) => link`https://share.joinmastodon.org/#text=${`${title} ${url}`}`,
  },
  {
    id: 'hackernews',
    name: 'Hacker News',
    intent: ({ url, title }) => link`https://news.ycombinator.com/submitlink?u=${url}&t=${title}`,
  },
  {
    id: 'pinterest',
    name: 'Pinterest',
    intent: ({ url, title }) =>
      link`https://www.pinterest.com/pin/create/button/?url=${url}&description=${title}`,
  },
  {
    id: 'flipboard',
    name: 'Flipboard',
    intent: ({ url, title }) =>
      link`https://share.flipboard.com/bookmarklet/popout?v=2&url=${url}&title=${title}`,
  },
  {
    id: 'line',
    name: 'LINE',
    intent: ({ url, title }) =>
      link`https://social-plugins.line.me/lineit/share?url=${url}&text=${title}`,
  },
  {
    id: 'tumblr',
    name: 'Tumblr',
    intent: ({ url, title }) => link`https://www.tumblr.com/share?v=3&u=${url}&t=${title}`,
  },
  {
    id: 'email',
    name: 'Email',
    intent: ({ url, title, text }) =>
      link`mailto:?subject=${title}&body=${`${text}\r\n\r\n${url}`}`,
  },
  { id: 'sms', name: 'SMS', intent: ({ url, title }) => link`sms:?&body=${`${title} ${url}`}` },
];

export function findNetwork(id: string): Network | undefined {
  return networks.find((network) => network.id === id);
}

/** How often an article was passed on, in all and by network; networks never used are left out. */
export interface ShareCounts {
  readonly total: number;
  readonly byNetwork: Readonly<Record<string, number>>;
}

export async function addShare(db: D1Database, slug: string, network: string): Promise<void> {
  await db
    .prepare(
      `INSERT INTO shares (slug, network, count) VALUES (?1, ?2, 1)
       ON CONFLICT (slug, network) DO UPDATE SET count = count + 1`,
    )
    .bind(slug, network)
    .run();
}

export async function shareCounts(db: D1Database, slug: string): Promise<ShareCounts> {
  const { results } = await db
    .prepare('SELECT network, count FROM shares WHERE slug = ?1 ORDER BY network')
    .bind(slug)
    .all<{ network: string; count: number }>();
  return {
    total: results.reduce((total, { count }) => total + count, 0),
    byNetwork: Object.fromEntries(results.map(({ network, count }) => [network, count])),
  };
}

/** A URL whose filled-in parts are percent-encoded; a blank is %20, which every network and mail client reads. */
function link(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw(
    { raw: parts },
    ...values.map((value) => encodeURIComponent(value.toWellFormed())),
  );
}
