import { expect, test } from 'vitest';
import type { Comment } from '../../src/model/comments.ts';
import { placed, type Thread, threads } from '../../src/model/thread.ts';

/** A comment named by the letters of its path: `abc` is answered under `ab`. */
function comment(path: string, parentId = path.at(-2) ?? null): Comment {
  const id = path.at(-1) ?? '';
  return {
    id,
    slug: 's',
    parentId,
    path,
    name: id,
    role: null,
    website: null,
    tree: [['p', id]],
    language: undefined,
    face: 'face',
    status: 'approved',
    createdAt: 1,
    editedAt: null,
  };
}

const outline = (nested: readonly Thread[]): string =>
  nested
    .map(({ comment: { id }, replies }) => (replies.length ? `${id}(${outline(replies)})` : id))
    .join(' ');

test.each([
  [[], ''],
  [['a', 'b'], 'a b'],
  [['a', 'ab', 'abc', 'ad', 'e'], 'a(b(c) d) e'],
  // A page that begins in the middle of a thread.
  [['abc', 'abcd', 'abe', 'f'], 'c(d) e f'],
])('%j is nested as %j', (paths, nested) => {
  expect(outline(threads(paths.map((path) => comment(path))))).toBe(nested);
});

test('a comment under its own parent need not say whom it answers', () => {
  const [thread] = threads([comment('a'), comment('ab')]);
  expect(thread?.replies[0]?.answered).toBeUndefined();
});

test('a comment under another than its parent says whom it answers', () => {
  const [thread] = threads([comment('a'), comment('ab'), comment('ac', 'b')]);
  expect(thread?.replies[1]?.answered).toMatchObject({ where: 'here', comment: { id: 'b' } });
});

test('a comment whose parent is on another page says so', () => {
  const [thread] = threads([comment('ab')], 'aa');
  expect(thread?.answered).toEqual({ where: 'unknown', id: 'a' });
});

test('a comment whose parent is not on the first page either answers what is gone', () => {
  const [thread] = threads([comment('ab')]);
  expect(thread?.answered).toEqual({ where: 'gone' });
});

test('one more comment is put in its place, once', () => {
  const page = [comment('a'), comment('ab'), comment('d')];
  expect(placed(page, comment('ac')).map(({ path }) => path)).toEqual(['a', 'ab', 'ac', 'd']);
  expect(placed(page, comment('ab'))).toHaveLength(3);
});

test('a comment whose parent is on an earlier page names whom it answers, if that is still there', () => {
  const parent = { id: 'a', name: 'Ana', status: 'approved' } as const;
  const [thread] = threads([comment('ab')], 'aa', [parent]);
  expect(thread?.answered).toEqual({ where: 'elsewhere', comment: parent });
  for (const status of ['pending', 'rejected', 'deleted'] as const) {
    const [orphan] = threads([comment('ab')], 'aa', [{ ...parent, status }]);
    expect(orphan?.answered).toEqual({ where: 'gone' });
  }
});

test('what was deleted is drawn above answers, and nowhere else', () => {
  const deleted = (path: string): Comment => ({ ...comment(path), status: 'deleted' });
  expect(outline(threads([deleted('a'), comment('ab'), deleted('c'), comment('d')]))).toBe(
    'a(b) d',
  );
  expect(outline(threads([deleted('a'), deleted('ab'), comment('e')]))).toBe('e');
  expect(outline(threads([deleted('a'), deleted('ab'), comment('abc')]))).toBe('a(b(c))');
});
