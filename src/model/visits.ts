// How often an article was passed on, and how often a short link brought somebody: once for each visitor,
// article, channel and day, without keeping who they are.
import type { Keys } from './keys.ts';

/** Somebody passed an article on, or came by its short link. */
export type Event = 'share' | 'arrival';

/** One visitor doing one thing. */
export interface Visit {
  readonly event: Event;
  readonly slug: string;
  /** A network, `copy` or `native`; of an arrival also `link`, where the short link names none. */
  readonly channel: string;
  /** Days since 1970, in UTC. */
  readonly day: number;
  /** What tells visitors apart on that day, and on no other: a MAC. */
  readonly visitor: string;
}

/** A visit before the salt of its day is known. */
export interface Sighting extends Omit<Visit, 'visitor'> {
  /** A MAC of what the visitor's request shows: see {@link sighted}. It is never written down. */
  readonly traits: string;
}

/** What a request shows of a visitor, as it may wait in memory. */
export const sighted = (keys: Keys, traits: readonly string[]) =>
  keys.mac('visitor', traits.join('\n'));

const dayLength = 24 * 60 * 60 * 1000;

export const dayOf = (now: number) => Math.floor(now / dayLength);

/** Visits that wait to be written, at most; what comes beyond them in one burst is not counted. */
const mostWaiting = 1000;

/** How long visits gather before they are written, in ms: hundreds of them cost as much as one. */
const gatherFor = 100;

/** How long one request writes for the others before the next one takes over, in ms. */
const longestWriting = 10_000;

/**
 * Writes down visits. While one batch is on its way, the next one gathers: however many come, the database
 * is asked by one at a time. What waits is lost when the Worker ends.
 */
export class VisitBook {
  readonly #db: D1Database;
  readonly #tell: (visits: number) => void;
  readonly #waiting: Sighting[] = [];
  #writesSince: number | undefined;
  readonly #salts = new Map<number, string>();

  /** @param tell is told how many were written together, each time */
  constructor(db: D1Database, tell: (visits: number) => void) {
    this.#db = db;
    this.#tell = tell;
  }

  /** Counts a visit that is the visitor's first of its kind on that day. */
  async add(keys: Keys, sighting: Sighting, now: number): Promise<void> {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(sighting);
    // A clock that was put back says nothing of how long somebody has been writing.
    const since = this.#writesSince ?? Number.NEGATIVE_INFINITY;
    if (since <= now && now - since < longestWriting) return;
    this.#writesSince = now;
    try {
      do {
        await scheduler.wait(gatherFor);
        await this.#writeWaiting(keys);
      } while (this.#waiting.length > 0 && Date.now() - now < longestWriting);
    } finally {
      // Whoever took over writes on.
      if (this.#writesSince === now) this.#writesSince = undefined;
    }
  }

  /** What the database refuses waits for the next visitor, as far as there is room. */
  async #writeWaiting(keys: Keys): Promise<void> {
    const sightings = this.#waiting.splice(0);
    if (sightings.length === 0) return; // Whoever took over was quicker.
    try {
      await this.#write(keys, sightings);
    } catch (error) {
      this.#salts.clear(); // A database that was put back to an earlier time has others.
      this.#waiting.unshift(...sightings.slice(0, mostWaiting - this.#waiting.length));
      throw error;
    }
    this.#tell(sightings.length);
  }

  async #write(keys: Keys, sightings: readonly Sighting[]): Promise<void> {
    const visits: Visit[] = [];
    for (const { traits, ...visit } of sightings) {
      visits.push({ ...visit, visitor: await this.visitor(this.#db, keys, traits, visit.day) });
    }
    await addVisits(this.#db, visits);
  }

  /**
   * What tells a visitor apart on that day, and on no other.
   * @param db is asked where the salt of the day is not known yet
   * @param traits see {@link sighted}
   */
  async visitor(db: D1Database, keys: Keys, traits: string, day: number): Promise<string> {
    return keys.mac('visitor', traits, await this.#saltOf(db, day));
  }

  async #saltOf(db: D1Database, day: number): Promise<string> {
    const salt = this.#salts.get(day) ?? (await saltOf(db, day));
    this.#salts.set(day, salt);
    return salt;
  }
}

/** The random salt of a day, made by whoever asks first. */
async function saltOf(db: D1Database, day: number): Promise<string> {
  const fresh = crypto
    .getRandomValues(new Uint8Array(32))
    .toBase64({ alphabet: 'base64url', omitPadding: true });
  const [, found] = await db.batch<{ salt: string }>([
    db
      .prepare('INSERT INTO salts (day, salt) VALUES (?1, ?2) ON CONFLICT DO NOTHING')
      .bind(day, fresh),
    db.prepare('SELECT salt FROM salts WHERE day = ?1').bind(day),
  ]);
  return found?.results[0]?.salt ?? fresh;
}

/** Writes a batch in one statement. Triggers count what was not there before. */
export async function addVisits(db: D1Database, visits: readonly Visit[]): Promise<void> {
  await db
    .prepare(
      `INSERT INTO visits (day, visitor, slug, event, channel)
       SELECT value ->> 'day', value ->> 'visitor', value ->> 'slug', value ->> 'event', value ->> 'channel'
       FROM json_each(?1) WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(visits))
    .run();
}

/** How often an article was passed on, in all and by network; networks never used are left out. */
export interface ShareCounts {
  readonly total: number;
  readonly byNetwork: Readonly<Record<string, number>>;
}

export async function shareCounts(db: D1Database, slug: string): Promise<ShareCounts> {
  const { results } = await db
    .prepare('SELECT network, count FROM shares WHERE slug = ?1 ORDER BY network')
    .bind(slug)
    .all<{ network: string; count: number }>();
  return {
    total: results.reduce((total, { count }) => total + count, 0),
    byNetwork: Object.fromEntries(results.map(({ network, count }) => [network, count])),
  };
}

/** What happened on one day to one article over one channel. */
export interface DayCount {
  readonly day: number;
  readonly slug: string;
  readonly event: Event;
  readonly channel: string;
  readonly count: number;
}

/** What happened since a day, to one article or to all; the newest days first. */
export async function dayCounts(
  db: D1Database,
  since: number,
  slug: string | undefined,
): Promise<readonly DayCount[]> {
  const { results } = await db
    .prepare(
      `SELECT day, slug, event, channel, count FROM counts
       WHERE day >= ?1 AND (?2 IS NULL OR slug = ?2)
       ORDER BY day DESC, slug, event, channel LIMIT 50000`,
    )
    .bind(since, slug ?? null)
    .all<DayCount>();
  return results;
}
