import { decode } from 'fast-png';
import { imageSize } from 'image-size';
import { expect, test } from 'vitest';
import { covers } from '../../src/tools/fonts.ts';
import { drawUnfurl, type Unfurl, unfurlName } from '../../src/tools/unfurl.ts';

const unfurl: Unfurl = {
  siteName: 'Broadside',
  headline: 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy',
  date: '6 April 2023',
  language: 'en',
};

test.each([
  ['of the first article', unfurl.headline],
  ['of one word', 'Strike'],
  ['of one letter', 'I'],
  ['of 300 characters', 'What the committee said '.repeat(13).slice(0, 300)],
  ['of 300 characters without a blank', 'Supercalifragilistic'.repeat(15)],
  ['of 300 emoji', '🔥'.repeat(300)],
  ['with marks', "“Quoted” 'twice' </script><b> & 100 % #1"],
  ['with emoji of many parts', 'Fire 🔥, families 👩‍👩‍👧 and a flag 🇦🇿'],
  ['in Arabic', 'أذربيجان تطرد دبلوماسيين إيرانيين'],
  ['in Persian', 'گفت‌وگو با تهران پس از ۴ سال'],
  ['in two directions', 'Baku: أذربيجان 2023 says'],
  ['in Azerbaijani, Vietnamese, Greek and Russian', 'Əliyev, Việt Nam, Αθήνα, Москва'],
  ['that no font can write', '東京'],
])(
  'a headline %s is a picture of 1200 by 630, light enough for every network',
  async (_, headline) => {
    const png = await drawUnfurl({ ...unfurl, headline });
    expect(imageSize(png)).toMatchObject({ type: 'png', width: 1200, height: 630 });
    expect(png.length).toBeLessThan(200 * 1024);
  },
);

test.each([
  ['300 characters', 'What the committee said '.repeat(13).slice(0, 300)],
  ['one long word', 'Supercalifragilistic'.repeat(15)],
  ['300 emoji', '🔥'.repeat(300)],
  ['a long word of Arabic', 'أذربيجان'.repeat(30)],
])('nothing of %s runs out of its room', async (_, headline) => {
  const inked = inkedRows(await drawUnfurl({ ...unfurl, headline }));
  for (const { left, right } of inked) {
    expect(left).toBeGreaterThanOrEqual(56);
    expect(right).toBeLessThan(1200 - 56);
  }
  expect(inked[0]?.row).toBeGreaterThanOrEqual(40);
  expect(inked.at(-1)?.row).toBeLessThan(630 - 30);
});

test('the same words make the same picture under the same name', async () => {
  expect(await drawUnfurl({ ...unfurl })).toEqual(await drawUnfurl(unfurl));
  expect(unfurlName({ ...unfurl })).toBe(unfurlName(unfurl));
  expect(unfurlName(unfurl)).toMatch(/^[0-9a-f]{32}\.png$/);
});

test.each([
  ['headline', { headline: 'Strike' }],
  ['date', { date: '7 April 2023' }],
  ['name', { siteName: 'The Caspian' }],
])('another %s makes another picture under another name', async (_, change) => {
  const other = { ...unfurl, ...change };
  expect(unfurlName(other)).not.toBe(unfurlName(unfurl));
  expect(await drawUnfurl(other)).not.toEqual(await drawUnfurl(unfurl));
});

test('a headline that no font can write gives its place to the name of the site', async () => {
  expect(await drawUnfurl({ ...unfurl, headline: '東京 2026' })).toEqual(
    await drawUnfurl({ ...unfurl, headline: unfurl.siteName }),
  );
});

test('a name that no font can write is left out', async () => {
  const named = await drawUnfurl({ ...unfurl, siteName: '東京新聞' });
  expect(named).toEqual(await drawUnfurl({ ...unfurl, siteName: '' }));
});

test.each([
  ['Əliyev – “ok”', true],
  ['أذربيجان', true],
  ['گفت‌وگو', true],
  ['Fire 🔥', true],
  ['e\u0301', true],
  ['Vie\u0323\u0302t', true],
  ['مَدِينَة', true],
  ['5\ufe0f\u20e3', true],
  ['q\u0323\u0308', false],
  ['Z\u0338a', false],
  ['東京', false],
  ['שלום', false],
])('whether there are letters for %s: %s', (text, isCovered) => {
  expect(covers(text)).toBe(isCovered);
});

/** The rows of a picture that have ink on them, and from where to where. */
function inkedRows(png: Uint8Array) {
  const { data, width, height, channels, palette } = decode(png);
  const brightness = (at: number) => palette?.[data[at] ?? 0]?.[0] ?? data[at] ?? 255;
  return Array.from({ length: height }, (_, row) => {
    const inked = Array.from({ length: width }, (_, x) => x).filter(
      (x) => brightness((row * width + x) * channels) < 128,
    );
    return { row, left: inked[0], right: inked.at(-1) };
  }).filter(({ left }) => left !== undefined);
}
