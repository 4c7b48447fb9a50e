/** What becomes of a question: of its statements, and of the answer that the real database would give. */
type Fate = (sql: readonly string[], answer: () => Promise<unknown>) => unknown;

/** A database like the real one, but for what becomes of every question to it. */
export function faulty(db: D1Database, fate: Fate): D1Database {
  const known = new WeakMap<object, { sql: string; statement: D1PreparedStatement }>();
  const watched = (sql: string, statement: D1PreparedStatement): D1PreparedStatement => {
    const watching = new Proxy(statement, {
      get:
        (target, method) =>
        (...values: unknown[]) =>
          method === 'bind'
            ? watched(sql, target.bind(...values))
            : fate([sql], async () => Reflect.apply(Reflect.get(target, method), target, values)),
    });
    known.set(watching, { sql, statement });
    return watching;
  };
  return new Proxy(db, {
    get: (target, method) =>
      method === 'prepare'
        ? (sql: string) => watched(sql, target.prepare(sql))
        : (all: readonly D1PreparedStatement[]) =>
            fate(
              all.map((one) => known.get(one)?.sql ?? ''),
              () => target.batch(all.map((one) => known.get(one)?.statement ?? one)),
            ),
  });
}
