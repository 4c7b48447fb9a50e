// The least a Worker can do with D1: one statement a request, and its rows as JSON.

/** A table for what is posted, without the rules and counters of the site's own. */
export const table = `CREATE TABLE likewise (
  id TEXT PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, tree TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT`;

const queries: Readonly<Record<string, string>> = {
  '/rows': `SELECT * FROM readable_comments WHERE slug = ?1 AND status IN ('approved', 'deleted') ORDER BY path LIMIT 50`,
  '/row': 'SELECT comment_count, share_count FROM articles WHERE slug = ?1',
};

export default {
  fetch: async (request, { DB }) => {
    const { pathname, searchParams } = new URL(request.url);
    const slug = searchParams.get('slug');
    if (request.method === 'POST') {
      const body = await request.text();
      await DB.prepare('INSERT INTO likewise VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
        .bind(crypto.randomUUID(), slug, 'Leyla', body, JSON.stringify([['p', body]]), Date.now())
        .run();
      return new Response(null, { status: 303, headers: { Location: '/' } });
    }
    const { results } = await DB.prepare(queries[pathname] ?? '')
      .bind(slug)
      .all();
    return Response.json(results);
  },
} satisfies ExportedHandler<{ readonly DB: D1Database }>;
