// What a device shows for the site: every size is drawn from src/public/icon.svg, so whoever replaces that replaces all.
import { Renderer } from '@takumi-rs/core';
import { inks } from './inks.ts';
import type { Settings } from './settings.ts';

interface Icon {
  readonly path: string;
  /** In pixels, of each side. */
  readonly size: number;
  /** How much of each side the sign takes: devices cut a maskable one to a circle of four fifths. */
  readonly share: number;
  readonly purpose?: 'any' | 'maskable';
}

/** The first is for the home screens of Apple's devices; the others stand in the manifest. */
export const icons: readonly Icon[] = [
  { path: '/apple-touch-icon.png', size: 180, share: 1 },
  { path: '/icon-192.png', size: 192, share: 1, purpose: 'any' },
  { path: '/icon-512.png', size: 512, share: 1, purpose: 'any' },
  { path: '/icon-maskable.png', size: 512, share: 0.8, purpose: 'maskable' },
];

/** Draws one, as PNG that nothing shines through. @param svg the sign, a square */
export function drawIcon(svg: Uint8Array, { size, share }: Icon): Promise<Uint8Array> {
  const side = Math.round(size * share);
  const sign = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return new Renderer().render(
    {
      type: 'container',
      style: {
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        width: size,
        height: size,
        backgroundColor: inks.ink.light,
      },
      children: [{ type: 'image', src: sign, style: { width: side, height: side } }],
    },
    { width: size, height: size },
  );
}

/** The web app manifest, for who puts the site on a home screen. */
export const manifestOf = ({ SITE_NAME, LANGUAGE }: Settings): string =>
  JSON.stringify({
    name: SITE_NAME,
    short_name: SITE_NAME,
    lang: LANGUAGE,
    dir: 'auto',
    id: '/',
    start_url: '/',
    display: 'minimal-ui',
    theme_color: inks.paper.light,
    background_color: inks.paper.light,
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      ...icons.flatMap(({ path, size, purpose }) =>
        purpose ? [{ src: path, sizes: `${size}x${size}`, type: 'image/png', purpose }] : [],
      ),
    ],
  });
