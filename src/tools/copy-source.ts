// The running site, as it is asked for what a copy holds.
import { setTimeout as wait } from 'node:timers/promises';

/** How a site calls itself, wherever it is asked. */
export async function nameOf(url: string): Promise<string> {
  const robots = await (await ask(url, '/robots.txt')).text();
  const [, map] = /^Sitemap: (\S+)$/m.exec(robots) ?? [];
  return URL.parse(map ?? '')?.origin ?? url;
}

/** Asks again what does not answer, or answers without its conversation. @throws when it keeps to that */
export async function ask(origin: string, path: string, accept = '*/*'): Promise<Response> {
  for (let pause = 250; ; pause *= 2) {
    const answer = await fetch(new URL(path, origin), {
      redirect: 'manual',
      headers: { Accept: accept },
    }).catch((error: unknown) => String(error));
    if (typeof answer !== 'string' && isWhole(path, answer)) return answer;
    if (pause > longestPause) {
      const why = typeof answer === 'string' ? answer : `it answers ${answer.status}`;
      throw new Error(`${path} cannot be copied: ${why}`);
    }
    if (typeof answer !== 'string') await answer.body?.cancel();
    await wait(pause);
  }
}

/** The same as JSON. */
export const askForJson = async (origin: string, path: string): Promise<unknown> =>
  (await ask(origin, path, 'application/json')).json();

/** In milliseconds. */
const longestPause = 2000;

/** An article without its conversation says that nobody may keep it. */
function isWhole(path: string, { status, headers }: Response): boolean {
  const isArticle = /^\/(articles\/[^/?]+)?$/.test(path);
  const isPartial = isArticle && status === 200 && headers.get('Cache-Control') === 'no-store';
  return status < 429 && !isPartial;
}
