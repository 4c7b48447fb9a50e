import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { comment, post, wxr } from '../intake.ts';

const folder = mkdtempSync(join(tmpdir(), 'broadside-large-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = (name: string) => JSON.stringify(join(process.cwd(), 'src/tools', name));
const file = join(folder, 'large.xml');
const megabytes = 144;

/** Writes posts of 72 KB, until the file is as large as that. */
function writeLarge(): number {
  const [beginning = '', end = ''] = wxr('<!-- items -->').split('<!-- items -->');
  const field = `<wp:postmeta><wp:meta_key>a</wp:meta_key><wp:meta_value>${'word '.repeat(14_000)}</wp:meta_value></wp:postmeta>`;
  const itemOf = (id: string) =>
    post(
      {
        'wp:post_id': id,
        'wp:post_name': `p-${id}`,
        link: `https://old.example/2014/01/14/post-${id}/`,
      },
      field,
      comment(),
    );
  const handle = openSync(file, 'w');
  writeSync(handle, beginning);
  const items = Math.ceil((megabytes * 1024 * 1024) / Buffer.byteLength(itemOf('1')));
  for (let count = 1; count <= items; count++) writeSync(handle, itemOf(String(count)));
  writeSync(handle, end);
  return items;
}

test(`an export of ${megabytes} MB is imported by a program that has room for two thirds of it`, () => {
  const items = writeLarge();
  const program = join(folder, 'bring.mts');
  writeFileSync(
    program,
    `import { bringWordPress } from ${source('formats/wordpress.ts')};
     import { ImportReport } from ${source('import-report.ts')};
     import { Shelf } from ${source('shelf.ts')};
     const folder = ${JSON.stringify(folder)};
     const desk = { articleFolder: folder + '/a', pageFolder: folder + '/p', publicFolder: folder + '/q', timeZone: 'UTC', language: 'en', hasDrafts: true };
     const shelf = new Shelf(desk, undefined);
     const report = new ImportReport(folder + '/report.txt');
     const send = async (comments) => comments.map(({ id }) => ({ id, became: 'imported' }));
     await bringWordPress(${JSON.stringify(file)}, { isApplied: false, report, shelf, send, language: 'en', reading: () => () => {} });
     shelf.close();
     console.log(report.end('Large'));`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=96', program], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toContain(`articles: ${items} read = ${items} imported + 0`);
  expect(stdout).toContain(`comments: ${items} read = ${items} imported + 0`);
});
