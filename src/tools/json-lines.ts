import { createReadStream } from 'node:fs';

/** The lines of a file. A line ends with a line feed alone: in JSON other ends of lines may stand as they are. */
export async function* linesIn(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
