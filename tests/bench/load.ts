// Sixteen readers who ask as fast as they are answered.
import { Client } from 'undici';

/** What is asked for. */
export interface Ask {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Requests of one kind. */
export interface Visit {
  /** The n-th request: never asked for twice with one number. */
  readonly ask: (n: number) => Ask;
  /** What is answered: anything else ends the run. */
  readonly status: number;
}

export interface Pace {
  readonly requests: number;
  /** Requests a second. */
  readonly rate: number;
  /** Until the last byte, in ms. */
  readonly p50: number;
  readonly p99: number;
}

const connections = 16;

let asked = 0;

/** Keeps a server busy for so long. @throws when it answers with another status than it should */
export async function load(origin: string, { ask, status }: Visit, seconds: number): Promise<Pace> {
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  const read = async (client: Client) => {
    for (let now = performance.now(); now < end; ) {
      const { method = 'GET', path, ...rest } = ask(asked++);
      const answer = await client.request({ method, path, ...rest });
      const text = await answer.body.arrayBuffer();
      if (answer.statusCode !== status) {
        throw new Error(
          `${method} ${path} answered ${answer.statusCode}, not ${status}: ${new TextDecoder().decode(text).slice(0, 500)}`,
        );
      }
      const then = performance.now();
      times.push(then - now);
      now = then;
    }
  };
  const clients = Array.from({ length: connections }, () => new Client(origin));
  try {
    await Promise.all(clients.map(read));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  const spent = (performance.now() - start) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  return { requests: times.length, rate: times.length / spent, p50: at(0.5), p99: at(0.99) };
}
