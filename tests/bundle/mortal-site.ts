// The other half of mortal.ts. Whoever started it may end without a word: then it ends too.
import * as v from 'valibot';
import { deploy } from '../deployed.ts';
import { question, start } from './mortal.ts';

const { built, ...options } = v.parse(start, JSON.parse(process.argv[2] ?? ''));
const site = await deploy(built, options);
process.once('disconnect', () => void site.stop());
process.on('message', async (asked) => {
  const { sql, values } = v.parse(question, asked);
  const { results } = await site.db
    .prepare(sql)
    .bind(...values)
    .all();
  process.send?.(results);
});
process.send?.({ url: site.url, home: { folder: site.folder, secrets: site.secrets } });
