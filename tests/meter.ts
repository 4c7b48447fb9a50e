/** What a request cost in D1. */
export interface Cost {
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
}

/** The real database with a meter on it: every call goes through, and is added up in `cost`. */
export function metered(db: D1Database): { db: D1Database; cost: Cost } {
  const cost: Cost = { roundTrips: 0, rowsRead: 0, rowsWritten: 0 };
  const originals = new WeakMap<object, D1PreparedStatement>();

  const add = (results: readonly D1Result[]) => {
    cost.roundTrips += 1;
    for (const { meta } of results) {
      cost.rowsRead += meta.rows_read;
      cost.rowsWritten += meta.rows_written;
    }
  };

  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(statement, {
      get(target, method) {
        if (method === 'bind') return (...values: unknown[]) => watch(target.bind(...values));
        return async (...values: unknown[]) => {
          const result = await target.all();
          add([result]);
          if (method === 'first') return result.results[0] ?? null;
          if (method === 'all' || method === 'run') return result;
          throw new Error(`The meter does not know ${String(method)}(${values})`);
        };
      },
    });
    originals.set(watched, statement);
    return watched;
  };

  return {
    cost,
    db: new Proxy(db, {
      get(target, method) {
        if (method === 'prepare') return (sql: string) => watch(target.prepare(sql));
        if (method !== 'batch') throw new Error(`The meter does not know ${String(method)}`);
        return async (statements: readonly D1PreparedStatement[]) => {
          const results = await target.batch(statements.map((one) => originals.get(one) ?? one));
          add(results);
          return results;
        };
      },
    }),
  };
}
