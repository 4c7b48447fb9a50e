// The database as handlers ask it: it answers in time, or it is away; and what it cost is known.

/** In ms. */
export interface Patience {
  /** With what only reads: it can be asked again. */
  readonly reading: number;
  /** With what writes: nobody knows what became of a write that was given up. */
  readonly writing: number;
}

/** How long readers wait. */
export const readers: Patience = { reading: 2000, writing: 10_000 };

/** What was asked, as D1 itself counts it. */
export interface Cost {
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Waited for answers, in ms; what is asked at the same time counts each for itself. */
  waited: number;
}

/** Before anything was asked. */
export const unspent: Readonly<Cost> = { roundTrips: 0, rowsRead: 0, rowsWritten: 0, waited: 0 };

/** It did not answer in time, or is not there at all. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

/**
 * The same database, with an end to waiting for it, and a meter on it. What is given up may still be done: nobody was
 * told that it was. Every question throws {@link DatabaseAway} where the binding is missing.
 */
export function watched(
  db: D1Database | undefined,
  patience: Patience = readers,
): { readonly db: D1Database; readonly cost: Cost } {
  const cost = { ...unspent };
  return { db: db ? metered(db, { cost, patience }) : nothing, cost };
}

interface Meter {
  readonly cost: Cost;
  readonly patience: Patience;
}

interface Asked {
  readonly statement: D1PreparedStatement;
  readonly isWrite: boolean;
}

/** What D1 knows its statements by: in a batch it takes none but its own. */
const originals = new WeakMap<D1PreparedStatement, Asked>();

const metered = (db: D1Database, meter: Meter): D1Database => ({
  ...nothing,
  prepare: (sql) => watch(meter, db.prepare(sql), !/^\s*(SELECT|WITH)\b/.test(sql)),
  batch: <Row>(statements: D1PreparedStatement[]) => {
    const asked = statements.map((one) => originals.get(one) ?? unasked());
    return counted(
      meter,
      db.batch<Row>(asked.map(({ statement }) => statement)),
      asked.some(({ isWrite }) => isWrite),
    );
  },
});

function watch(meter: Meter, statement: D1PreparedStatement, isWrite: boolean) {
  const watching = new Proxy(statement, {
    get(_, method): unknown {
      if (method === 'bind')
        return (...values: unknown[]) => watch(meter, statement.bind(...values), isWrite);
      if (method !== 'all' && method !== 'run') return unasked;
      return async () => {
        const [result] = await counted(meter, Promise.all([statement.all()]), isWrite);
        return result;
      };
    },
  });
  originals.set(watching, { statement, isWrite });
  return watching;
}

async function counted<Row>(
  { cost, patience }: Meter,
  answer: Promise<D1Result<Row>[]>,
  isWrite: boolean,
) {
  const began = Date.now();
  cost.roundTrips += 1;
  try {
    const results = await soon(answer, isWrite ? patience.writing : patience.reading);
    for (const { meta } of results) {
      cost.rowsRead += meta.rows_read;
      cost.rowsWritten += meta.rows_written;
    }
    return results;
  } finally {
    cost.waited += Date.now() - began;
  }
}

/** @throws {DatabaseAway} when it takes longer than so many ms */
async function soon<Answer>(answer: Promise<Answer>, within: number): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new DatabaseAway(`No answer within ${within} ms`));
  // Beside an abort signal for scheduler.wait, which costs as much as fifteen rows, a timer costs nothing.
  const timer = setTimeout(giveUp, within);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

const gone = () => {
  throw new DatabaseAway('The binding DB is missing');
};

/** D1 can be asked in other ways, which do not say what they cost. */
const unasked = () => {
  throw new Error('A database is asked by all, run and batch');
};

const nothing = { prepare: gone, batch: gone, exec: unasked, dump: unasked, withSession: unasked };
