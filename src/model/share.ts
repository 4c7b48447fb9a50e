import { asOnX, oneEach, shortened, unitsEach } from './shortening.ts';

/** What is passed on: always the canonical link, never the address bar. */
export interface Shared {
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** The address of the picture that networks show. */
  readonly image: string;
  /** A passage of the article, in quotation marks, where that is what is passed on. */
  readonly quote?: string | undefined;
}

export interface Network {
  readonly id: string;
  readonly name: string;
  /** Drawn with one stroke, 2 wide, on a field of 24 by 24: the `d` of an SVG path. */
  readonly icon: string;
  /** The network's compose URL with the article filled in. */
  readonly intent: (shared: Shared) => string;
}

/** Every network Broadside answers for. Adding one is one line here and one row in its test. */
export const networks: readonly Network[] = [
  {
    id: 'x',
    name: 'X',
    icon: 'M4 4l16 16M20 4L4 20',
    intent: (shared) => link`https://x.com/intent/tweet?text=${forX(shared)}&url=${shared.url}`,
  },
  {
    id: 'facebook',
    name: 'Facebook',
    icon: 'M13 21V9c0-3 1-4 3-4h2M9 12h8',
    intent: ({ url }) => link`https://www.facebook.com/sharer/sharer.php?u=${url}`,
  },
  {
    id: 'linkedin',
    name: 'LinkedIn',
    icon: 'M5 10v10M5 5v0M10 20V10M10 14c0-5 9-5.5 9 0v6',
    intent: ({ url }) => link`https://www.linkedin.com/sharing/share-offsite/?url=${url}`,
  },
  {
    id: 'whatsapp',
    name: 'WhatsApp',
    icon: 'M4 20l1.3-4A8 8 0 1 1 8 18.8zM9 9c0 4 2 6 6 6',
    intent: (shared) => link`https://wa.me/?text=${withLink(shared)}`,
  },
  {
    id: 'telegram',
    name: 'Telegram',
    icon: 'M21 4L3 11l6 2.5L18.5 6.5 11.5 15 18 19z',
    intent: (shared) => link`https://t.me/share/url?url=${shared.url}&text=${words(shared)}`,
  },
  {
    id: 'reddit',
    name: 'Reddit',
    icon: 'M12 20c-5 0-8-2.5-8-6s3-6 8-6 8 2.5 8 6-3 6-8 6zM9 13v0M15 13v0M9 16.5c2 1 4 1 6 0M12 8l1-4 4 1',
    intent: ({ url, title }) => link`https://www.reddit.com/submit?url=${url}&title=${title}`,
  },
  {
    id: 'bluesky',
    name: 'Bluesky',
    icon: 'M12 11C10 7 6 4 3.5 4c0 4 0 8 4.5 8-3 .5-4 3-1 5.5 2.5 2 4-1 5-3.5 1 2.5 2.5 5.5 5 3.5 3-2.5 2-5-1-5.5 4.5 0 4.5-4 4.5-8C18 4 14 7 12 11z',
    intent: (shared) => link`https://bsky.app/intent/compose?text=${forBluesky(shared)}`,
  },
  {
    id: 'threads',
    name: 'Threads',
    icon: 'M17.5 8.5C16.5 5.5 14.5 4 12 4c-5 0-7 4-7 8s2 8 7 8c4 0 6-2 6-4.5 0-5-9-5-9-1.5 0 3 6 3 6-2 0-2-1-3-3-3s-2.5 1-2.5 1',
    intent: (shared) =>
      link`https://www.threads.com/intent/post?text=${forThreads(shared)}&url=${shared.url}`,
  },
  {
    id: 'mastodon',
    name: 'Mastodon',
    icon: 'M9 17h7a3 3 0 0 0 3-3V5H5v9c0 6 4 7 10 6M8 13V9.5c0-2 4-2 4 .5v2M12 10c0-2.5 4-2.5 4-.5V13',
    intent: (shared) => link`https://share.joinmastodon.org/#text=${forMastodon(shared)}`,
  },
  {
    id: 'hackernews',
    name: 'Hacker News',
    icon: 'M4 4h16v16H4zM8 8l4 5 4-5M12 13v4',
    intent: ({ url, title }) => link`https://news.ycombinator.com/submitlink?u=${url}&t=${title}`,
  },
  {
    id: 'pinterest',
    name: 'Pinterest',
    icon: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM10 20l2.2-10M9 13c-2-4 1-6 3.5-6S17 9 16 12s-4 3-4.5 1',
    intent: (shared) =>
      link`https://www.pinterest.com/pin/create/button/?url=${shared.url}&media=${shared.image}&description=${words(shared)}`,
  },
  {
    id: 'flipboard',
    name: 'Flipboard',
    icon: 'M4 4h16v5.3h-5.3v5.4H9.3V20H4z',
    intent: ({ url, title }) =>
      link`https://share.flipboard.com/bookmarklet/popout?v=2&url=${url}&title=${title}`,
  },
  {
    id: 'line',
    name: 'LINE',
    icon: 'M12 4c5 0 9 3 9 7 0 5-7 9-9 9v-3c-5 0-9-2.5-9-6s4-7 9-7zM8 9v4h2M14 13V9l3 4V9',
    intent: (shared) =>
      link`https://social-plugins.line.me/lineit/share?url=${shared.url}&text=${words(shared)}`,
  },
  {
    id: 'tumblr',
    name: 'Tumblr',
    icon: 'M10 3v5h6M6 8h4v8c0 3 2 5 6 4',
    intent: ({ url, title }) => link`https://www.tumblr.com/share?v=3&u=${url}&t=${title}`,
  },
  {
    id: 'email',
    name: 'Email',
    icon: 'M3 6h18v12H3zM3 7l9 7 9-7',
    intent: ({ url, title, text, quote = text }) =>
      link`mailto:?subject=${title}&body=${`${quote}\r\n\r\n${url}`}`,
  },
  {
    id: 'sms',
    name: 'SMS',
    icon: 'M4 5h16v11H10l-5 4v-4H4zM8 10.5v0M12 10.5v0M16 10.5v0',
    intent: (shared) => link`sms:?&body=${withLink(shared)}`,
  },
];

export function findNetwork(id: string): Network | undefined {
  return networks.find((network) => network.id === id);
}

/** Ways of sharing that a device has by itself, and that lead through no address of ours. */
export const ownWays = ['copy', 'native'] as const;

const words = ({ title, quote = title }: Shared) => quote;

const withLink = (shared: Shared) => `${words(shared)} ${shared.url}`;

/** X takes 280, and counts every link as 23; a blank stands before it. */
const forX = (shared: Shared) => shortened(words(shared), 280 - 23 - 1, asOnX);

/** Bluesky takes 300 characters, the link among them. */
const forBluesky = (shared: Shared) =>
  `${shortened(words(shared), 300 - shared.url.length - 1, oneEach)} ${shared.url}`;

const forThreads = (shared: Shared) =>
  shortened(words(shared), 500 - shared.url.length - 1, unitsEach);

/** Mastodon takes 500 where nobody chose otherwise, and counts every link as 23. */
const forMastodon = (shared: Shared) =>
  `${shortened(words(shared), 500 - 23 - 1, unitsEach)} ${shared.url}`;

/** A URL whose filled-in parts are percent-encoded; a blank is %20, which every network and mail client reads. */
function link(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw(
    { raw: parts },
    ...values.map((value) => encodeURIComponent(value.toWellFormed())),
  );
}
