// What a request costs on any machine.
import { brotliCompressSync } from 'node:zlib';
import * as v from 'valibot';
import type { Visit } from './load.ts';

const inD1 = v.object({ roundTrips: v.number(), rowsRead: v.number(), rowsWritten: v.number() });

export type Cost = v.InferOutput<typeof inD1> & {
  /** Of the answer, as brotli makes it. */
  readonly bytes: number;
};

/** As it is once the Worker is warm, of a server with the meter on. */
export async function costOf(origin: string, { ask }: Visit): Promise<Cost> {
  const send = async (n: number) => {
    const { path, ...rest } = ask(n);
    const answer = await fetch(origin + path, { redirect: 'manual', ...rest });
    return { headers: answer.headers, body: await answer.bytes() };
  };
  await send(0xfffffe);
  const { headers, body } = await send(0xffffff);
  const bytes = body.length === 0 ? 0 : brotliCompressSync(body).length;
  return { ...v.parse(inD1, JSON.parse(headers.get('Cost') ?? '')), bytes };
}
