// A day of spam: fifty people and nine times as many programs, all through the form that everybody is served.
import { expect, inject, test } from 'vitest';
import { type Deployment, deploy } from '../deployed.ts';

const slugs = ['azerbaijan-expels-iranian-diplomats', 'what-happens-to-your-address'];
const built = inject('built');

interface Sent {
  readonly name: string;
  readonly body: string;
  readonly email: string;
  readonly website?: string;
  /** Programs fill in every field that they find. */
  readonly subject?: string;
}

const of = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items[index % items.length];

const openings = [
  'I grew up there.',
  'Thank you!',
  'As a teacher I see this every day.',
  'Is there a source for the second paragraph?',
  'My father was on that train.',
  'Спасибо за статью.',
  'شكرا لكم.',
  'One correction: the bridge was built in 1971, see https://archive.example/bridge',
  'Well said.',
  'I disagree with every word, and I am glad that you printed it.',
];
const closings = [
  '',
  ' It is late here.',
  ' Please go on.',
  ' What do the others think?',
  ' Greetings.',
];

const honest = Array.from(
  { length: 50 },
  (_, index): Sent => ({
    name: `${of(['Anna', 'Leyla', 'Omar', 'Jun', 'Said'], index)} ${String.fromCharCode(65 + (index % 26))}.`,
    body: `${of(openings, index)}${of(closings, Math.floor(index / 10))}`,
    email: `person${index}@readers.example`,
  }),
);

const wares = [
  'pills',
  'watches',
  'loans',
  'essays',
  'followers',
  'casino chips',
  'coins',
  'diplomas',
  'dates',
];
const pitches = [
  (ware: string) => `Buy ${ware} at https://${ware.replace(' ', '-')}.example now`,
  (ware: string) => `Great article! I learned a lot. My site about ${ware} is linked in my name.`,
  (ware: string) =>
    `${ware} https://a.example https://b.example https://c.example https://d.example https://e.example https://f.example`,
  (ware: string) =>
    `[${ware}](https://x.example) **best ${ware}** [here](https://y.example) [there](https://z.example)`,
  (ware: string) => `I was poor until I found ${ware}. Contact me on +10 000 000.`,
  (ware: string) => `${ware} `.repeat(60),
];

const spam = Array.from({ length: 450 }, (_, index): Sent => {
  const ware = of(wares, index) ?? '';
  return {
    name: index % 3 ? `Best ${ware}` : `Maria ${index}`,
    body: of(pitches, Math.floor(index / wares.length))?.(ware) ?? ware,
    // Some of it comes under the addresses of people who are here, too.
    email: index % 5 ? `bot${index}@bulk.example` : `person${index % 50}@readers.example`,
    website: `https://${ware.replace(' ', '-')}.example`,
    ...(index % 2 && { subject: ware }),
  };
});

/** Each from a network of their own, people and programs mixed. */
async function run(site: Deployment): Promise<void> {
  const all = [
    ...spam.map((sent) => ({ ...sent, kind: 'spam' })),
    ...honest.map((sent) => ({ ...sent, kind: 'honest' })),
  ];
  const mixed = all
    .map((sent, index) => ({ sent, at: (index * 7919) % all.length }))
    .sort((a, b) => a.at - b.at);
  for (const [index, { sent }] of mixed.entries()) {
    const reader = site.visitor({ 'CF-Connecting-IP': `198.51.${index >> 8}.${index & 255}` });
    const { kind, ...typed } = sent;
    const page = await reader.open(`/articles/${of(slugs, index)}`);
    const answer = await reader.submit(page, '#reply form', typed);
    expect(answer.status, kind).toBe(200);
    expect(answer.html.querySelector('.own .status')?.text).toMatch(
      /Awaiting moderation|Published/,
    );
  }
}

/** What became of these. */
const countOf = async (site: Deployment, sent: readonly Sent[]) => {
  const bodies = new Set(sent.map(({ body }) => body.trim()));
  const { results } = await site.db
    .prepare('SELECT body, status FROM comments')
    .all<{ body: string; status: string }>();
  const statuses = results.filter(({ body }) => bodies.has(body)).map(({ status }) => status);
  const count = (status: string) => statuses.filter((one) => one === status).length;
  return { approved: count('approved'), pending: count('pending'), spam: count('spam') };
};

test('of five hundred comments, fifty of them honest, no honest one is lost and no spam is published', {
  timeout: 300_000,
}, async () => {
  const site = await deploy(built, { settings: { MIN_SECONDS_TO_COMMENT: '0' } });
  await run(site);
  const ofPeople = await countOf(site, honest);
  const ofPrograms = await countOf(site, spam);
  expect(ofPeople).toEqual({ approved: 0, pending: 50, spam: 0 });
  expect(ofPrograms.approved).toBe(0);
  expect(ofPrograms.pending + ofPrograms.spam).toBe(450);
  // What the form's trap and the repeated texts catch, nobody has to look at.
  expect(ofPrograms.spam).toBeGreaterThanOrEqual(225);
  await site.stop();
  site.remove();
});
