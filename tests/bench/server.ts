// A server in a process of its own, so that what it costs can be read from outside: started by `serve`, and ended with
// whoever started it.
import * as v from 'valibot';
import { deploy } from '../deployed.ts';
import { addComments } from './comments.ts';
import { setUp } from './servers.ts';

const { built, project, settings, tables, comments } = v.parse(
  setUp,
  JSON.parse(process.argv[2] ?? ''),
);
const site = await deploy(built, { project, settings });
process.once('disconnect', async () => {
  await site.stop();
  site.remove();
});
const deployed = { SITE_URL: site.url };
await site.redeploy(deployed);
for (const table of tables) await site.db.prepare(table).run();
for (const { slug, count } of comments) {
  await addComments(site.db, slug, count, 'threads of three');
}
process.on('message', async (other) => {
  await site.redeploy(deployed, v.parse(v.string(), other));
  process.send?.(site.url);
});
process.send?.(site.url);
