// Comments by the thousand, for measuring: as many different texts as there are comments, the same ones every time.
import { ulid } from 'ulid';
import { writer } from './articles.ts';

/** How they stand: what nobody answered, threads of a comment and two answers, or one thread under the first. */
export type Shape = 'threads of one' | 'threads of three' | 'replies in one thread';

/** As much as one statement of D1 is given at a time. */
const most = 1_000;

/** Adds approved comments of 200 characters on average. The database must hold none on this article. */
export async function addComments(
  db: D1Database,
  slug: string,
  count: number,
  shape: Shape,
): Promise<void> {
  const { random, sentence } = writer();
  for (let first = 1; first <= count; first += most) {
    const numbers = Array.from({ length: Math.min(most, count + 1 - first) }, (_, i) => first + i);
    const rows = numbers.map((number) => {
      const length = 102 + random(197);
      let body = sentence();
      while (body.length < length) body += ` ${sentence()}`;
      return {
        id: idOf(number),
        root: rootOf(number, shape),
        name: sentence().split(' ')[0],
        body: body.slice(0, length),
        face: idOf(random(1_000_000)).slice(-4),
        createdAt: timeOf(number),
      };
    });
    await add(db, slug, JSON.stringify(rows));
  }
}

/** Of the comment with this number, counted from 1: sorts by it, and is as hard to compress as any ULID. */
export function idOf(number: number): string {
  let state = (number * 2_654_435_761) % 2_147_483_647;
  return ulid(timeOf(number), () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  });
}

/** The id of the comment that it answers, if it answers one. */
function rootOf(number: number, shape: Shape): string | null {
  const root = number - placeIn(shape, number);
  return root === number ? null : idOf(root);
}

/** How many comments of its thread are older. */
function placeIn(shape: Shape, number: number): number {
  switch (shape) {
    case 'threads of one':
      return 0;
    case 'threads of three':
      return (number - 1) % 3;
    case 'replies in one thread':
      return number - 1;
    default:
      return shape satisfies never;
  }
}

const timeOf = (number: number) => Date.UTC(2024, 0, 1) + number * 7_000;

const add = (db: D1Database, slug: string, rows: string) =>
  db
    .prepare(
      `INSERT INTO comments (id, slug, parent_id, path, name, body, tree, face, status, email_hash, email_key,
                             commenter_hash, commenter_key, retry_key, text_key, said_key, created_at)
       SELECT value ->> 'id', ?1, value ->> 'root', coalesce(value ->> 'root', '') || (value ->> 'id'),
              value ->> 'name', value ->> 'body', json_array(json_array('p', value ->> 'body')), value ->> 'face',
              'approved', hash, 'k2345678901', hash, 'k2345678901', hash, hash, hash, value ->> 'createdAt'
       FROM (SELECT value, substr((value ->> 'id') || (value ->> 'id'), 1, 43) AS hash FROM json_each(?2))`,
    )
    .bind(slug, rows)
    .run();
