// Comments that come from elsewhere: written as if each had come by the form, and once, however often it is sent.
import { type Draft, parseDraft } from './draft.ts';
import { normaliseEmail } from './email.ts';
import { added, type Row } from './exports.ts';
import { faceOf } from './face.ts';
import type { Keys } from './keys.ts';
import { marksOf } from './marks.ts';

/** What may have become of a comment elsewhere. */
export const importedStatuses = ['approved', 'pending', 'spam', 'rejected'] as const;

/** A comment as it was elsewhere. Its address is on its way to be hashed and forgotten. */
export interface Foreign {
  /** A ULID, the same whenever the same comment is sent: by it a second import finds the first. */
  readonly id: string;
  readonly slug: string;
  readonly parentId: string | null;
  readonly name: string;
  /** As it was typed; '' where there is none. */
  readonly email: string;
  readonly website: string | null;
  /** Markdown. */
  readonly body: string;
  readonly status: (typeof importedStatuses)[number];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What became of it, or would. */
export interface Fate {
  readonly id: string;
  readonly became: 'imported' | 'there' | 'erased' | 'parentGone' | 'unusable';
  /** The field that does not fit. */
  readonly why?: string;
  /** That it belongs to nobody: no address came with it, or what can be none. */
  readonly remark?: 'noAddress';
}

/**
 * Imports comments in their order: what is answered comes before its answers. What is there, or was erased by its
 * author, stays as it is. Two round trips.
 * @param isApplied false writes nothing, and takes a parent for granted that neither the database nor these know
 * @returns in the same order
 */
export async function importComments(
  db: D1Database,
  keys: Keys,
  comments: readonly Foreign[],
  isApplied: boolean,
  now: number,
): Promise<readonly Fate[]> {
  const { fates, taken } = judged(comments, await findKnown(db, comments), isApplied, now);
  if (!isApplied || taken.length === 0) return fates;
  const rows = await Promise.all(taken.map((one) => rowOf(keys, one, now)));
  const { results } = await added(db, 'comments', rows).all<{ id: string }>();
  const written = new Set(results.map(({ id }) => id));
  // Another import may have been quicker.
  return fates.map((fate) =>
    fate.became === 'imported' && !written.has(fate.id) ? { id: fate.id, became: 'there' } : fate,
  );
}

/** What becomes of each, and those of them that are to be written. */
function judged(
  comments: readonly Foreign[],
  { places, erased }: Known,
  isApplied: boolean,
  now: number,
): { readonly fates: readonly Fate[]; readonly taken: readonly Taken[] } {
  const taken: Taken[] = [];
  const sent = new Set(comments.map(({ id }) => id));
  const granted = (parent: string) => !isApplied && !sent.has(parent) && !erased.has(parent);
  const fates = comments.map((comment): Fate => {
    const { id, slug, parentId } = comment;
    if (erased.has(id)) return { id, became: 'erased' };
    if (places.has(id)) return { id, became: 'there' };
    const fit = fitted(comment, now);
    if ('why' in fit) return { id, became: 'unusable', why: fit.why };
    const top = { slug, path: '' };
    const parent =
      parentId === null ? top : (places.get(parentId) ?? (granted(parentId) ? top : undefined));
    if (parent?.slug !== slug) return { id, became: 'parentGone' };
    const path = parent.path.slice(0, 5 * 26) + id;
    places.set(id, { slug, path });
    taken.push({ ...comment, ...fit, path });
    return { id, became: 'imported', ...(!fit.email && { remark: 'noAddress' }) };
  });
  return { fates, taken };
}

/** Where a comment stands: its path as in the table of comments. */
interface Place {
  readonly slug: string;
  readonly path: string;
}

interface Known {
  /** Of those that are there. */
  readonly places: Map<string, Place>;
  readonly erased: ReadonlySet<string>;
}

/** What is known of these comments, and of those that they answer. */
async function findKnown(db: D1Database, comments: readonly Foreign[]): Promise<Known> {
  const { results } = await db
    .prepare(
      `SELECT id, slug, path FROM comments WHERE id IN (SELECT value FROM json_each(?1))
       UNION ALL SELECT id, NULL, '' FROM erased WHERE id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(comments.flatMap(({ id, parentId }) => [id, parentId])))
    .all<{ id: string; slug: string | null; path: string }>();
  const places = new Map<string, Place>();
  const erased = new Set<string>();
  for (const { id, slug, path } of results) {
    if (slug === null) erased.add(id);
    else places.set(id, { slug, path });
  }
  return { places, erased };
}

/** As the form would take it. The address is undefined where none came along. */
type Fit = Omit<Draft, 'email'> & { readonly email: string | undefined };
type Taken = Fit & Place & Pick<Foreign, 'id' | 'parentId' | 'status' | 'createdAt'>;

/** The form asks for an address: where none came along, one stands in that can be nobody's (RFC 2606). */
const nobodys = 'nobody@none.invalid';

function fitted(comment: Foreign, now: number): Fit | { readonly why: string } {
  const { name, body, website, createdAt } = comment;
  if (createdAt > now) return { why: 'createdAt' };
  const email = normaliseEmail(comment.email);
  const parsed = parseDraft({ name, body, website: website ?? '', email: email ?? nobodys });
  return 'faults' in parsed
    ? { why: parsed.faults[0]?.field ?? 'body' }
    : { ...parsed.draft, email };
}

/**
 * Nobody holds a cookie for what comes from elsewhere, so its commenter is told by the address, to have one face in
 * one conversation, or, without one, by the comment's own id. No cookie can hold a blank, and no address lacks its
 * `@`: so no reader has these marks, and nobody has anybody's standing or rights by them. Whoever proves that an
 * address is theirs finds what is under it.
 */
async function rowOf(keys: Keys, comment: Taken, now: number): Promise<Row> {
  const { id, slug, parentId, path, name, website, body, status, createdAt } = comment;
  const email = comment.email ?? id;
  const proof = `imported ${email}`;
  const marked = { email, proof, form: '', slug, parent: parentId ?? '', body };
  const { keyId, emailHash, commenterHash, textKey, saidKey } = await marksOf(keys, marked);
  return {
    id,
    slug,
    parent_id: parentId,
    path,
    name,
    website,
    body,
    status,
    tree: JSON.stringify(comment.tree),
    face: await faceOf(keys, slug, commenterHash),
    email_hash: emailHash,
    email_key: keyId,
    commenter_hash: commenterHash,
    commenter_key: keyId,
    text_key: textKey,
    said_key: saidKey,
    verdict: '[]',
    created_at: createdAt,
    // Thirty days from now on, what was turned down elsewhere can be looked at here.
    decided_at: /^(spam|rejected)$/.test(status) ? now : null,
  };
}
