import { Hono } from 'hono/tiny';
import { version } from '../../package.json';
import type { App } from '../env.ts';

/** Whether the site stands: what a monitor asks. */
export const health = new Hono<App>().get('/health', async (c) => {
  const isUp = await c.env.DB.prepare('SELECT 1 FROM comments LIMIT 1')
    .all()
    .then(
      () => true,
      () => false,
    );
  return c.json({ version, database: isUp ? 'ok' : 'away' }, isUp ? 200 : 503);
});
