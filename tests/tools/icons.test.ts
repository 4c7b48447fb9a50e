import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { drawIcon, icons, manifestOf } from '../../src/tools/icons.ts';
import { inks } from '../../src/tools/inks.ts';

const sign = readFileSync('src/public/icon.svg');
const settings = { SITE_NAME: 'Təbriz “Evening”', LANGUAGE: 'az', TIME_ZONE: 'Asia/Baku' };

test.each(icons)('$path is a square of $size pixels that nothing shines through', async (icon) => {
  const { width, height, data, channels, palette, transparency } = decode(
    await drawIcon(sign, icon),
  );
  expect([width, height]).toEqual([icon.size, icon.size]);
  expect([channels, palette?.[0]?.length, transparency]).toEqual([1, 3, undefined]);
  expect(data).toHaveLength(icon.size ** 2);
});

test('a device may cut the maskable one to a circle and loses nothing of the sign', async () => {
  const icon = icons.find(({ purpose }) => purpose === 'maskable');
  if (!icon) throw new Error('no maskable icon');
  const { width, data, palette } = decode(await drawIcon(sign, icon));
  const centre = (width - 1) / 2;
  let farthest = 0;
  for (let at = 0; at < width * width; at++) {
    if ((palette?.[data[at] ?? 0]?.[0] ?? 0) < 128) continue;
    const [x, y] = [(at % width) - centre, Math.floor(at / width) - centre];
    farthest = Math.max(farthest, Math.hypot(x, y));
  }
  expect(farthest).toBeGreaterThan(width * 0.25);
  expect(farthest).toBeLessThanOrEqual(width * 0.4);
});

test('another sign makes other icons', async () => {
  const [icon] = icons;
  if (!icon) throw new Error('no icon');
  const other = Buffer.from(sign.toString().replaceAll('#fbf8f1', '#ff0000'));
  expect(await drawIcon(other, icon)).not.toEqual(await drawIcon(sign, icon));
});

test('the manifest has the name and the paper of the site, and every icon for home screens', () => {
  const manifest = JSON.parse(manifestOf(settings));
  expect(manifest).toMatchObject({
    name: settings.SITE_NAME,
    lang: 'az',
    start_url: '/',
    theme_color: inks.paper.light,
  });
  const named = manifest.icons.map(({ src }: { src: string }) => src);
  expect(named).toEqual(['/icon.svg', '/icon-192.png', '/icon-512.png', '/icon-maskable.png']);
});
