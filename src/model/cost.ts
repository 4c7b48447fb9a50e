// What somebody's request costs in D1, as D1 itself counts it.

export interface Cost {
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Waited for D1, in ms; what is asked at the same time counts each for itself. */
  waited: number;
}

/** The real database with a meter on it: every call goes through, and is added up in `cost`. */
export function metered(db: D1Database): { db: D1Database; cost: Cost } {
  const cost: Cost = { roundTrips: 0, rowsRead: 0, rowsWritten: 0, waited: 0 };
  const originals = new WeakMap<object, D1PreparedStatement>();

  const counted = async <Row>(asked: Promise<D1Result<Row>[]>) => {
    const began = Date.now();
    cost.roundTrips += 1;
    try {
      const results = await asked;
      for (const { meta } of results) {
        cost.rowsRead += meta.rows_read;
        cost.rowsWritten += meta.rows_written;
      }
      return results;
    } finally {
      cost.waited += Date.now() - began;
    }
  };

  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(statement, {
      get(target, method) {
        if (method === 'bind') return (...values: unknown[]) => watch(target.bind(...values));
        if (method !== 'all' && method !== 'run') throw unknown(method);
        return async () => (await counted(target.all().then((result) => [result])))[0];
      },
    });
    originals.set(watched, statement);
    return watched;
  };

  const batch = (statements: readonly D1PreparedStatement[]) =>
    counted(db.batch(statements.map((one) => originals.get(one) ?? one)));

  return {
    cost,
    db: new Proxy(db, {
      get(target, method) {
        if (method === 'prepare') return (sql: string) => watch(target.prepare(sql));
        if (method !== 'batch') throw unknown(method);
        return batch;
      },
    }),
  };
}

/** D1 has more to call, and none of it says what it cost. */
const unknown = (method: string | symbol) => new Error(`The meter does not know ${String(method)}`);
