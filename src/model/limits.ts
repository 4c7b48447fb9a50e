// How many comments somebody may send in a minute, counted in the database itself: exact, wherever they come from.

/** Whose tries are counted. */
export interface Tried {
  /** Hashes: of the visitor on that day, and of the cookie if one was held. */
  readonly who: readonly string[];
  readonly day: number;
}

/** And how many there may be. */
export interface Limit extends Tried {
  /** In one minute; 0: as many as they like. */
  readonly most: number;
}

const minuteLength = 60_000;

export const minuteOf = (now: number): number => Math.floor(now / minuteLength);

/** Until the next minute begins, in whole seconds, at least one. */
export const secondsLeft = (now: number): number =>
  Math.ceil((minuteLength - (now % minuteLength)) / 1000);

/** Counts one more try of everybody in `who`. */
export const counted = (db: D1Database, { who, day }: Tried, now: number): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO tries (day, minute, who, count) SELECT ?1, ?2, value, 1 FROM json_each(?3) WHERE true
       ON CONFLICT DO UPDATE SET count = count + 1
       RETURNING who, count`,
    )
    .bind(day, minuteOf(now), JSON.stringify(who));

/** How often each of them has tried in this minute; who has not is left out. */
export async function triesOf(
  db: D1Database,
  who: readonly string[],
  now: number,
): Promise<readonly Tries[]> {
  const { results } = await db
    .prepare(
      'SELECT who, count FROM tries WHERE who IN (SELECT value FROM json_each(?1)) AND minute = ?2',
    )
    .bind(JSON.stringify(who), minuteOf(now))
    .all<Tries>();
  return results;
}

export interface Tries {
  readonly who: string;
  readonly count: number;
}
