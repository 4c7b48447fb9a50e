import { Hono } from 'hono/tiny';
import type { App } from '../env.ts';
import { findPage } from '../model/pages.ts';
import { readStory } from '../model/texts.ts';
import { PlainPage } from '../views/pages.tsx';
import { publicPage } from './cache.ts';
import { elsewhere } from './elsewhere.ts';

export const pages = new Hono<App>().get('/pages/:slug', async (c) => {
  const page = findPage(c.req.param('slug'));
  if (!page) return elsewhere(c);
  const story = await readStory(c.env.ASSETS, page);
  return c.html(<PlainPage site={c.var.site} page={page} story={story} />, 200, publicPage(c));
});
