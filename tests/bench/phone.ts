// The page in a real Chromium, on a slow phone, as Lighthouse has it for its score of performance.
import { createServer } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';
import * as v from 'valibot';
import { findChromium, launch } from '../browser/chromium.ts';
import { medianOf } from './rounds.ts';

/** Lighthouse's slow 4G: a round trip in ms, bytes a second, and how many times slower the processor is. */
const slow = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750, cpu: 4 };

const seen = v.object({
  /** Until the largest part of what is first seen is drawn, in ms. */
  lcp: v.number(),
  /** Of what was asked for until then, with headers. */
  bytes: v.number(),
  requests: v.number(),
});

export type Seen = v.InferOutput<typeof seen>;

/** Runs in the page. What is asked for later, such as its icon, nobody waits for. */
const look = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const lcp = list.getEntries().at(-1).startTime;
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter(({ startTime }) => startTime < lcp);
    resolve({
      lcp,
      bytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
      requests: loaded.length,
    });
  }).observe({ type: 'largest-contentful-paint', buffered: true });
})`;

/** What a reader waits for: the medians of five first visits. @returns undefined where there is no Chromium */
export async function onSlowPhone(origin: string, path: string): Promise<Seen | undefined> {
  if (!findChromium()) return undefined;
  const edge = await compressing(origin);
  const browser = await launch();
  try {
    const visits: Seen[] = [];
    for (let i = 0; i < 5; i++) {
      const page = await browser.newPage({ viewport: { width: 412, height: 823 } });
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', { ...slow, offline: false });
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
      await page.goto(edge.origin + path, { waitUntil: 'networkidle' });
      visits.push(v.parse(seen, await page.evaluate(look)));
      await page.close();
    }
    const of = (key: keyof Seen) => medianOf(visits.map((visit) => visit[key]));
    return { lcp: of('lcp'), bytes: of('bytes'), requests: of('requests') };
  } finally {
    await browser.close();
    edge.close();
  }
}

/** Stands before a site as the edge does, which compresses what the local runtime does not. */
async function compressing(origin: string) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
  const server = createServer(async ({ url = '/' }, response) => {
    const answer = await fetch(origin + url);
    const { 'content-length': _, ...headers } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, { ...headers, 'content-encoding': 'br' });
    response.end(brotliCompressSync(await answer.bytes(), { params }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = v.parse(v.object({ port: v.number() }), server.address());
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
