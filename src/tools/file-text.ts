// The text of an XML file of any size, whatever wrote it, piece by piece.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Report } from './faults.ts';

/** What is at the beginning of a file, in UTF-16 units. */
export async function headOf(file: string): Promise<string> {
  const bytes = await beginningOf(file);
  return new TextDecoder(encodingOf(bytes)).decode(bytes, { stream: true });
}

/**
 * A file from its first tag on: what stands before it is told, and blanks but for its line ends.
 * @param read is told how many bytes were read so far
 */
export async function* chunksOf(file: string, report: Report, read: (bytes: number) => void) {
  const decoder = new TextDecoder(encodingOf(await beginningOf(file)));
  let line = 1;
  let taken = 0;
  let isFirst = true;
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
    taken += chunk.length;
    let text = decoder.decode(chunk, { stream: true });
    if (isFirst) text = withoutJunk(text, report);
    isFirst = false;
    yield cleaned(text, line, report);
    line += countOf(text, '\n');
    read(taken);
  }
  yield decoder.decode();
}

/** What lives as long as an import must not hold on to the piece of the file that it was cut from. */
export const kept = (text: string): string => Buffer.from(text).toString();

const chunkBytes = 64 * 1024;

/** XML has no use for them, and databases of others do. */
const forbidden = /[^\P{Cc}\t\n\r\x7f-\x9f]|[\ufffe\uffff]/gu;

async function beginningOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * By its mark, or as its declaration says; UTF-8 where it says nothing, or what nobody knows, and where it is UTF-8
 * whatever it says: what others wrote in letters beyond ASCII is hardly ever that by chance.
 */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const text = new TextDecoder().decode(bytes, { stream: true });
  if (/[^\0-\x7f]/.test(text) && !text.includes('\ufffd')) return 'utf-8';
  const [, named = 'utf-8'] =
    /<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  try {
    const { encoding } = new TextDecoder(named);
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    return 'utf-8';
  }
}

function withoutJunk(text: string, report: Report): string {
  const start = text.search(/<(\?xml|!DOCTYPE|!--|[a-z]+[\s>])/i);
  if (start <= 0 || !text.slice(0, start).trim()) return text;
  report(1, 'something stands before the first tag, and was passed over');
  return text.slice(0, start).replace(/[^\n]/g, '') + text.slice(start);
}

function cleaned(text: string, line: number, report: Report): string {
  let isClean = true;
  for (const { index } of text.matchAll(forbidden)) {
    report(line + countOf(text.slice(0, index), '\n'), 'a control character was taken out');
    isClean = false;
  }
  if (text.includes('\ufffd'))
    for (const [at, of] of text.split('\n').entries())
      if (of.includes('\ufffd')) report(line + at, 'signs that are in no encoding are lost');
  return isClean ? text : text.replace(forbidden, '');
}

function countOf(text: string, sign: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count++;
  return count;
}
