import { Hono } from 'hono/tiny';
import { version } from '../../package.json';
import type { App } from '../env.ts';
import { unlessAway } from './log.ts';

/** Whether the site stands: what a monitor asks. */
export const health = new Hono<App>().get('/health', async (c) => {
  const isUp = Boolean(await unlessAway(c, probe(c.env.DB)));
  return c.json({ version, database: isUp ? 'ok' : 'away' }, isUp ? 200 : 503);
});

/** The least that can be asked: whether it answers, and has its tables. */
export const probe = async (db: D1Database) => db.prepare('SELECT 1 FROM comments LIMIT 1').all();
