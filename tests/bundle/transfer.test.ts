import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { exportedTables } from '../../src/model/exports.ts';
import { copyProject } from '../copy.ts';
import { type Deployment, deploy } from '../deployed.ts';
import { type Page, press } from '../reader.ts';
import { needlesOf, search } from './needles.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const other = 'what-happens-to-your-address';
const folder = mkdtempSync(join(tmpdir(), 'broadside-transfer-'));
const built = inject('built');
/** Where the commands run: what they write into src lands here. */
const clone = copyProject();
const first = join(folder, 'first');
const [older, newer] = [1, 2].map(() => randomBytes(32).toString('base64url'));
const keys = { SECRET_KEY: newer ?? '', PREVIOUS_SECRET_KEYS: older ?? '' };
const sites: Deployment[] = [];
let site: Deployment;

async function start(settings: Readonly<Record<string, string>>): Promise<Deployment> {
  const named = { SITE_URL: 'https://press.example', MODERATION: 'none' };
  const started = await deploy(built, { settings: { ...named, ...settings } });
  sites.push(started);
  return started;
}

beforeAll(async () => {
  site = await start({ SECRET_KEY: older ?? '' });
  await seed(site);
  expect(await run('export', site, first)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  for (const one of sites) {
    await one.stop();
    one.remove();
  }
  for (const one of [folder, clone]) rmSync(one, { recursive: true });
});

/** A command of ours, as somebody types it. */
function run(command: 'export' | 'import', to: Deployment, ...args: readonly string[]) {
  const program = [`src/tools/${command}.ts`, ...args, '--site', to.url];
  const env = { ...process.env, MODERATION_PASSWORD: to.secrets.MODERATION_PASSWORD };
  return new Promise<{ code: number; said: string }>((resolve) =>
    execFile(process.execPath, program, { cwd: clone, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }),
    ),
  );
}

const emails = Array.from(
  { length: 9 },
  (_, index) => `quintessa${index}.vole@private${index}.example`,
);

/** A site with everything: two keys, threads six deep and deeper, every status, and what the desk did. */
async function seed(at: Deployment): Promise<void> {
  const leyla = at.visitor();
  let query = '';
  for (const [index, email] of emails.entries()) {
    const page = await leyla.comment(
      slug,
      { body: `Number ${index}:\n\n> a *quote*\u2028 “x”`, name: `Reader ${index}`, email },
      query,
    );
    query = `?parent=${page.url.searchParams.get('comment')}`;
  }
  const gone = await leyla.comment(other, { body: 'Gone.', name: 'Leyla', email: emails[0] ?? '' });
  const under = `?parent=${gone.url.searchParams.get('comment')}`;
  await at
    .visitor()
    .comment(
      other,
      { body: 'To nobody.', name: 'S', email: 'zebulon.marrow@private.example' },
      under,
    );
  await leyla.submit(await leyla.open(managed(gone)), 'form[action$=deletion]');
  const alone = await leyla.comment(other, {
    body: 'Gone too.',
    name: 'Leyla',
    email: 'barnaby.thistle@private.example',
  });
  await leyla.submit(await leyla.open(managed(alone)), 'form[action$=deletion]');
  await at.redeploy({ ...keys, MODERATION: 'all' });
  const samir = at.visitor();
  for (const body of ['Waits.', 'Spam.', 'Rejected.', 'Fine.'])
    await samir.comment(other, { body, name: 'Samir', email: 'oriflamme.samir@private.example' });
  const desk = at.moderator();
  for (const [text, noun] of [
    ['Spam.', 'spam'],
    ['Rejected.', 'rejection'],
    ['Fine.', 'approval'],
  ] as const) {
    const page = await desk.open('/moderation');
    const item = page.html
      .querySelectorAll('.desk [data-item]')
      .find((one) => one.text.includes(text));
    await press(desk, page, noun, `#${item?.id}`);
  }
  const fine = await at.db.prepare(`SELECT id FROM comments WHERE body = 'Fine.'`).first('id');
  const room = await desk.open(`/moderation/articles/${other}`);
  await desk.submit(room, 'form[action*="/comments"]:has(textarea)', {
    body: 'We answer.',
    as: 'editor',
    name: 'Desk',
  });
  await desk.submit(room, 'form[action$=openings]', { opening: 'closed' });
  const own = await desk.open(`/moderation/comments/${fine}`);
  await desk.submit(own, 'form[action$=pins]');
  await desk.submit(own, 'form[action$=blocks]', { kind: 'commenter' });
  await desk.submit(await desk.open('/moderation/defences'), 'form[action$=phrases]', {
    phrase: 'casino',
    effect: 'hold',
  });
  const report = await at.visitor().open(`/comments/${fine}/reports`);
  await at.visitor().submit(report, 'form[action$=reports]', { reason: 'abuse', words: 'Rude.' });
  for (const network of ['x', 'reddit', 'email'])
    await at.visitor().open(`/articles/${slug}/share/${network}`);
  await at.db.batch([
    at.db.prepare(`INSERT INTO counts VALUES (20000, ?1, 'arrival', 'link', 41)`).bind(slug),
    at.db.prepare(
      `INSERT INTO confirmations SELECT commenter_hash, commenter_key, email_hash, email_key, created_at FROM comments WHERE email_hash IS NOT NULL AND commenter_hash IS NOT NULL LIMIT 1`,
    ),
  ]);
}

/** The way to a comment's own page, from the page that follows on posting it. */
const managed = (page: Page): string =>
  page.html.querySelector('.own a[href*=manage]')?.getAttribute('href') ?? '';

const filesOf = (where: string) =>
  readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(where, join(entry.parentPath, entry.name)))
    .sort();

/** Every file of a folder, and what is in it. */
const contentOf = (where: string) =>
  Object.fromEntries(filesOf(where).map((path) => [path, hashOf(readFileSync(join(where, path)))]));

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What readers see of a conversation: ids, threads, names, texts, times, counters. */
async function seen(at: Deployment, article: string): Promise<string> {
  const { html } = await at.visitor().open(`/articles/${article}`);
  const shares = await at.visitor().open(`/articles/${article}/share`);
  for (const own of html.querySelectorAll('form, .own')) own.remove();
  const parts = [html.querySelector('#comments'), shares.html.querySelector('main')];
  return parts
    .map((part) => part?.outerHTML ?? '')
    .join('\n')
    .replaceAll(new URL(at.url).host, 'the.site');
}

const rowsIn = async (at: Deployment) => {
  const counts: Record<string, number> = {};
  for (const table of exportedTables)
    counts[table] =
      (await at.db.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>('n')) ?? 0;
  return counts;
};

describe('an export', () => {
  test('holds something of every table, and a manifest of every file', () => {
    const manifest = JSON.parse(readFileSync(join(first, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ format: 'broadside-export', version: 1, site: 'Broadside' });
    for (const table of exportedTables) {
      const lines = readFileSync(join(first, `${table}.jsonl`), 'utf8')
        .split('\n')
        .slice(0, -1);
      expect(lines.length).toBeGreaterThan(0);
      expect(manifest.counts[table]).toBe(lines.length);
    }
    const { files }: { files: { path: string; bytes: number; sha256: string }[] } = manifest;
    expect(files.map(({ path }) => path)).toEqual(
      filesOf(first).filter((path) => path !== 'manifest.json'),
    );
    for (const { path, bytes, sha256 } of files) {
      const content = readFileSync(join(first, path));
      expect([content.length, hashOf(content)]).toEqual([bytes, sha256]);
    }
  });

  test('has the columns that docs/moving.md names, in that order', () => {
    const told = readFileSync('docs/moving.md', 'utf8');
    for (const table of exportedTables) {
      const [, columns = ''] =
        new RegExp(`^\\| \`${table}.jsonl\` \\| (.*) \\|$`, 'm').exec(told) ?? [];
      const plain = columns.replace(/\([^)]*\)/g, '').replace(/:.*/, '');
      const [line = '{}'] = readFileSync(join(first, `${table}.jsonl`), 'utf8').split('\n');
      expect([...plain.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(
        Object.keys(JSON.parse(line)),
      );
    }
  });

  test('has the articles as they lie in src', () => {
    const path = `articles/${slug}.md`;
    expect(readFileSync(join(first, path))).toEqual(readFileSync(join('src', path)));
  });

  test('holds a file for WordPress, and a copy for any file server', () => {
    const rows = readFileSync(join(first, 'comments.jsonl'), 'utf8').split('\n').slice(0, -1);
    const comments = rows.map((line): { status: string } => JSON.parse(line));
    const told = comments.filter(({ status }) => status !== 'deleted');
    const xml = readFileSync(join(first, 'wordpress.xml'), 'utf8');
    expect(xml.split('<wp:comment>')).toHaveLength(told.length + 1);
    expect(xml).toContain('<wp:comment_approved><![CDATA[trash]]></wp:comment_approved>');
    // What the desk said of a conversation goes along.
    expect(xml.split('<![CDATA[open]]></wp:comment_status>')).toHaveLength(2);
    const page = readFileSync(join(first, `site/articles/${slug}/index.html`), 'utf8');
    expect(page).toContain('Number 0:');
    expect(page).toContain(`<link rel="canonical" href="https://press.example/articles/${slug}"`);
  });

  test('can be had without them', async () => {
    const bare = join(folder, 'bare');
    const left = ['--without', 'site', '--without', 'wordpress'];
    expect(await run('export', site, bare, ...left)).toMatchObject({ code: 0 });
    const kept = filesOf(first).filter((path) => !/^(site\/|wordpress\.xml|manifest)/.test(path));
    expect(filesOf(bare).filter((path) => path !== 'manifest.json')).toEqual(kept);
    const { code, said } = await run('export', site, join(folder, 'no'), '--without', 'sight');
    expect(code).toBe(1);
    expect(said).toContain('nothing called sight');
  });

  test('shows no draft to everybody', async () => {
    const draft = join(clone, `src/articles/${slug}.md`);
    const before = readFileSync(draft, 'utf8');
    writeFileSync(draft, before.replace('---\n', '---\ndraft: true\n'));
    try {
      const { code, said } = await run('export', site, join(folder, 'drafts'));
      expect(code).toBe(1);
      expect(said).toContain(
        `shows drafts, which a copy would show to everybody: /articles/${slug}.`,
      );
      expect(existsSync(join(folder, 'drafts'))).toBe(false);
    } finally {
      writeFileSync(draft, before);
    }
  });

  test('holds no address, and no password', async () => {
    const { said } = await run('export', site, join(folder, 'quiet'));
    const hay = filesOf(first).map((path) => ({
      name: path,
      bytes: readFileSync(join(first, path)),
    }));
    hay.push({ name: 'what it said', bytes: Buffer.from(said) });
    const { MODERATION_PASSWORD: password } = site.secrets;
    const needles = [
      ...emails,
      'oriflamme.samir@private.example',
      'zebulon.marrow@private.example',
    ].flatMap(needlesOf);
    expect(search(hay, [...needles, ...needlesOf(password)])).toEqual([]);
    expect(search(hay, [{ what: 'a hash', bytes: Buffer.from('email_hash') }])).not.toEqual([]);
  });

  test('is the same again, and takes the place of an earlier one', async () => {
    const again = join(folder, 'again');
    await run('export', site, again);
    expect(contentOf(again)).toEqual(contentOf(first));
    expect(await run('export', site, again)).toMatchObject({ code: 0 });
    expect(contentOf(again)).toEqual(contentOf(first));
    expect(readdirSync(folder).filter((name) => /part|earlier/.test(name))).toEqual([]);
  });

  test('takes the place of nothing else', async () => {
    const notes = join(folder, 'notes');
    await run('export', site, notes);
    writeFileSync(join(notes, 'mine.txt'), 'Mine.');
    const before = contentOf(notes);
    const { code, said } = await run('export', site, notes);
    expect(code).toBe(1);
    expect(said).toContain('mine.txt is no part of an export');
    expect(contentOf(notes)).toEqual(before);
  });

  test('that is cut off leaves the earlier one as it is', async () => {
    const kept = join(folder, 'kept');
    await run('export', site, kept);
    const wrong = {
      ...site,
      secrets: { ...site.secrets, MODERATION_PASSWORD: 'not the password' },
    };
    const { code, said } = await run('export', wrong, kept);
    expect(code).toBe(1);
    expect(said).toContain('does not take the moderation password');
    expect(contentOf(kept)).toEqual(contentOf(first));
  });
});

describe('a restore', () => {
  test('gives back the same site, to its readers and byte for byte', async () => {
    const fresh = await start(keys);
    const nothing = await rowsIn(fresh);
    const dry = await run('import', fresh, first);
    expect(dry).toMatchObject({ code: 0 });
    expect(await rowsIn(fresh)).toEqual(nothing);
    const real = await run('import', fresh, first, '--apply');
    expect(real).toMatchObject({ code: 0 });
    const sums = (said: string) => said.match(/^[\w/]+: .*read = .*$/gm);
    expect(sums(real.said)).toEqual(sums(dry.said));
    expect(sums(real.said)).toHaveLength(exportedTables.length + 3);
    expect(await rowsIn(fresh)).toEqual(await rowsIn(site));

    const second = join(folder, 'second');
    await run('export', fresh, second);
    expect(contentOf(second)).toEqual(contentOf(first));
    for (const article of [slug, other]) {
      expect(await seen(fresh, article)).toBe(await seen(site, article));
      expect(await seen(fresh, article)).toContain('<li');
    }
    const { results } = await site.db
      .prepare(`SELECT id FROM comments WHERE status = 'approved'`)
      .all<{ id: string }>();
    for (const { id } of results) {
      const [here, there] = await Promise.all(
        [site, fresh].map((one) => one.visitor().open(`/comments/${id}`)),
      );
      expect(there?.url.pathname + (there?.url.hash ?? '')).toBe(
        (here?.url.pathname ?? '') + here?.url.hash,
      );
    }

    const before = await rowsIn(fresh);
    const twice = await run('import', fresh, first, '--apply');
    expect(sums(twice.said)?.every((sum) => / 0 imported /.test(sum))).toBe(true);
    expect(await rowsIn(fresh)).toEqual(before);
  });

  test('under the same keys finds what is under an address, and under another nothing', async () => {
    const under = async (at: Deployment) => {
      const desk = at.moderator();
      const page = await desk.open('/moderation/retention');
      return (await desk.submit(page, 'form[action$=commenters]', { email: emails[3] ?? '' }))
        .source;
    };
    const [same, strange] = [await start(keys), await start({})];
    for (const at of [same, strange]) await run('import', at, first, '--apply');
    expect(await under(same)).toContain('Number 3:');
    expect(await under(strange)).not.toContain('Number 3:');
  });

  test('that was cut off can be run again', async () => {
    const fresh = await start(keys);
    await run('import', fresh, first, '--apply');
    await fresh.db.batch([
      fresh.db.prepare('DELETE FROM reports'),
      fresh.db.prepare('DELETE FROM comments WHERE parent_id IS NOT NULL'),
    ]);
    await run('import', fresh, first, '--apply');
    const again = join(folder, 'mended');
    await run('export', fresh, again);
    expect(contentOf(again)).toEqual(contentOf(first));
  });

  test('does not bring back what its author deleted since', async () => {
    const fresh = await start(keys);
    const { id } =
      (await site.db.prepare(`SELECT id FROM comments WHERE body = 'Fine.'`).first()) ?? {};
    await fresh.db.prepare('INSERT INTO erased VALUES (?1, 1)').bind(String(id)).run();
    await run('import', fresh, first, '--apply');
    const row = await fresh.db
      .prepare('SELECT status, body FROM comments WHERE id = ?1')
      .bind(id)
      .first();
    expect(row).toEqual({ status: 'deleted', body: '-' });
  });

  /** A copy of the export with something changed, and its manifest with it where `isSigned`. */
  function changed(path: string, change: (text: string) => string, isSigned: boolean): string {
    const copy = mkdtempSync(join(folder, 'changed-'));
    for (const name of filesOf(first)) {
      mkdirSync(join(copy, name, '..'), { recursive: true });
      writeFileSync(join(copy, name), readFileSync(join(first, name)));
    }
    const text = change(readFileSync(join(copy, path), 'utf8'));
    writeFileSync(join(copy, path), text);
    const manifest = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8'));
    for (const file of isSigned ? manifest.files : [])
      if (file.path === path)
        Object.assign(file, { bytes: Buffer.byteLength(text), sha256: hashOf(Buffer.from(text)) });
    if (isSigned) writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
    return copy;
  }

  test('of a damaged export is refused by the name of the file, and nothing is written', async () => {
    const fresh = await start(keys);
    const damaged = changed('comments.jsonl', (text) => text.replace('Fine', 'Bad'), false);
    rmSync(join(damaged, 'erased.jsonl'));
    const { code, said } = await run('import', fresh, damaged, '--apply');
    expect(code).toBe(1);
    expect(said).toContain('comments.jsonl is not as it was written.');
    expect(said).toContain('erased.jsonl is not there.');
    expect(Object.values(await rowsIn(fresh)).every((count) => count === 0)).toBe(true);
  });

  test('tells of rows that no table takes, by their lines, and takes the others', async () => {
    const fresh = await start(keys);
    const odd = changed(
      'phrases.jsonl',
      (text) => `not JSON\n{"phrase":"","effect":"hold","moderator":"m","created_at":1}\n${text}`,
      true,
    );
    const { code, said } = await run('import', fresh, odd, '--apply');
    expect(code).toBe(0);
    expect(said).toContain('phrases: 3 read = 1 imported + 0 there already + 2 skipped');
    expect(said).toMatch(/line 1.* is no row/);
    expect(said).toMatch(/line 2.* the tables do not take it/);
  });

  test('puts back answers that stand before what they answer', async () => {
    const fresh = await start(keys);
    const lowest = (number: number) => `00000000000000000000000${number}ZZ`;
    const turned = changed(
      'comments.jsonl',
      (text) => {
        const rows = text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        const plain = rows.find(({ body }) => body === 'Fine.');
        const one = (id: string, parent: string, path: string) => ({
          ...{ ...plain, id, parent_id: parent, path: path + id, retry_key: null },
        });
        const middle = one(lowest(3), plain.id, plain.id);
        const last = one(lowest(2), middle.id, middle.path);
        const after = one(lowest(5), last.id, last.path);
        const lost = one(lowest(6), lowest(9), lowest(9));
        return [last, middle, after, lost, ...rows]
          .map((row) => `${JSON.stringify(row)}\n`)
          .join('');
      },
      true,
    );
    const { said } = await run('import', fresh, turned, '--apply');
    expect(said).toMatch(/comments: (\d+) read = \d+ imported \+ 0 there already \+ 1 skipped/);
    const { results } = await fresh.db.prepare(`SELECT id FROM comments WHERE id < '01'`).all();
    expect(results.map(({ id }) => id)).toEqual([lowest(2), lowest(3), lowest(5)]);
  });

  test('writes articles and pictures that are missing, and leaves what differs', async () => {
    const fresh = await start(keys);
    const [mine, gone] = [`src/articles/${slug}.md`, `src/articles/${other}.md`];
    appendFileSync(join(clone, mine), '\nA line of mine.\n');
    renameSync(join(clone, gone), join(folder, 'moved.md'));
    const dry = await run('import', fresh, first);
    expect(existsSync(join(clone, gone))).toBe(false);
    const { said } = await run('import', fresh, first, '--apply');
    expect(readFileSync(join(clone, gone))).toEqual(readFileSync(gone));
    expect(readFileSync(join(clone, mine), 'utf8')).toContain('A line of mine.');
    for (const text of [dry.said, said]) {
      expect(text).toContain('src/articles: 2 read = 1 imported + 0 there already + 1 skipped');
      expect(text).toContain(`${mine} says something else, and stays`);
    }
    writeFileSync(join(clone, mine), readFileSync(mine));
  });

  test('of paths that lead out of the folder is refused', async () => {
    const fresh = await start(keys);
    for (const path of ['../out.md', 'articles/../../out.md', '/tmp/out.md', 'articles/.git/x']) {
      const bad = changed('phrases.jsonl', (text) => text, false);
      const manifest = JSON.parse(readFileSync(join(bad, 'manifest.json'), 'utf8'));
      manifest.files[0].path = path;
      writeFileSync(join(bad, 'manifest.json'), JSON.stringify(manifest));
      expect(await run('import', fresh, bad, '--apply')).toMatchObject({ code: 1 });
    }
  });
});

test('the site of this folder is started for the time, and ended, where none runs', async () => {
  copyFileSync('schema.sql', join(clone, 'schema.sql'));
  const code = `
    import { Site } from './src/tools/site.ts';
    const site = await Site.open(undefined, { local: 'http://127.0.0.1:1' });
    for await (const row of site.rowsOf('articles')) console.log(row);
    console.log(site.url);
    await site.close();`;
  const args = ['--input-type=module', '-e', code];
  const said = execFileSync(process.execPath, args, { cwd: clone, encoding: 'utf8' });
  expect(said).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  await expect(fetch(said.trim())).rejects.toThrow();
});

test.each([
  ['export', [], 'An export needs one folder.'],
  ['import', [], 'An import needs one file'],
  ['import', ['nowhere.xml'], 'nowhere.xml is not there.'],
  ['import', ['package.json'], 'package.json is nothing that can be imported.'],
  ['export', ['x', '--site', 'http://news.example'], 'is no address of a site'],
  ['export', ['x', '--site', 'news.example'], 'is no address of a site'],
] as const)('%s %j says what is wrong', (command, args, what) => {
  const { status, stderr } = spawnSync(process.execPath, [`src/tools/${command}.ts`, ...args], {
    cwd: clone,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain(what);
  expect(stderr).toContain('Next: ');
});
