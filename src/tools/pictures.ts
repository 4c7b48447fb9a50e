// Pictures: found beside the article that shows them or among the static files, measured, and named
// by what is in them, so that a browser may keep them for ever.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { imageSize } from 'image-size';

/** A picture as a page shows it, and the file it comes from. */
export interface PictureFile {
  readonly file: string;
  /** Its path on the site. */
  readonly src: string;
  /** In pixels, as it is seen: a photograph taken upright is higher than wide. */
  readonly width: number;
  readonly height: number;
}

const types = ['.avif', '.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp'];

export const isPictureFile = (file: string) => types.includes(extname(file).toLowerCase());

/**
 * @param path as an article writes it: from its own folder, or with a slash in front from `publicFolder`
 * @returns undefined when there is no such picture: a page never asks another house for anything
 */
export function findPicture(
  path: string,
  folder: string,
  publicFolder: string,
): PictureFile | undefined {
  const root = path.startsWith('/') ? publicFolder : folder;
  try {
    const file = join(root, decodeURIComponent(path));
    if (relative(root, file).startsWith('..') || !statSync(file).isFile()) return undefined;
    return measured(file);
  } catch {
    return undefined;
  }
}

/** The end of a fault: what to do about a picture that was not found. */
export const notHere = (path: string) =>
  `not here (${path}): put the file beside the article and write its name, such as square.jpg, or into src/public and write /square.jpg.`;

/** @throws when the file is no picture */
function measured(file: string): PictureFile {
  const bytes = readFileSync(file);
  const { width, height, orientation = 1 } = imageSize(bytes);
  const isTurned = orientation >= 5;
  return {
    file,
    src: `/pictures/${hashOf(bytes)}${extname(file).toLowerCase()}`,
    width: isTurned ? height : width,
    height: isTurned ? width : height,
  };
}

/** A name for what is never changed: 128 bits of its SHA-256. */
export const hashOf = (content: string | Uint8Array) =>
  createHash('sha256').update(content).digest('hex').slice(0, 32);
