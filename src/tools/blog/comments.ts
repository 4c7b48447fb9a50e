// A comment of a blog on its way into its conversation.
import type { Foreign } from '../../model/imports.ts';
import type { Conversation } from '../conversation.ts';
import { foreignId } from '../foreign-id.ts';
import type { ImportReport } from '../import-report.ts';
import { itemCommentOf } from '../wxr.ts';
import { fieldOf, type Row } from '../xml.ts';
import { isPlan, type LeftOut, type Plan, safe } from './plans.ts';

/** Of what wrote a comment: people, or other sites. */
export function kindOf({ element }: Row): string {
  const type = fieldOf(element, 'wp:comment_type').trim();
  if (type === '' || type === 'comment') return 'comments';
  if (type === 'pingback' || type === 'trackback') return `${type}s`;
  return `comments of type ${safe(type) ?? 'unknown'}`;
}

/** @param plan of what it stands under. @param host of the old site */
export async function converse(
  row: Row,
  plan: Plan | LeftOut | undefined,
  host: string,
  conversation: Conversation,
  report: ImportReport,
): Promise<void> {
  const comment = itemCommentOf(row);
  const { line, id, parent, approved, name, email, website, content: html } = comment;
  const place = { line, id };
  const key = `${row.within} ${id || row.number}`;
  const refusal = refusalOf(row, approved, plan);
  if (refusal !== undefined || !isPlan(plan))
    return conversation.leftOut(key, place, refusal ?? 'it belongs to nothing in the file');
  const createdAt = comment.at && inUtc(comment.at, plan.offset);
  if (createdAt === undefined || createdAt <= 0)
    return conversation.leftOut(key, place, 'it has no date');
  if (!statuses.has(approved))
    report.remark('comments', place, 'its status is unknown here: it waits for a moderator');
  await conversation.add({
    ...{ ...place, key, name, email, website, html, createdAt },
    parentKey: parent && `${row.within} ${parent}`,
    ulid: foreignId(createdAt, 'wordpress', host, plan.id, id || `${name} ${html}`),
    slug: plan.slug,
    status: statuses.get(approved) ?? 'pending',
  });
}

function refusalOf(
  { isCut }: Row,
  approved: string,
  plan: Plan | LeftOut | undefined,
): string | undefined {
  if (isCut) return 'the file ends in the middle of it';
  if (approved === 'trash') return 'it was in the bin';
  return isPlan(plan) && plan.kind === 'pages' ? 'pages have no comments here' : plan?.reason;
}

/** What a comment is here, by `wp:comment_approved`. */
const statuses = new Map<string, Foreign['status']>([
  ['1', 'approved'],
  ['approve', 'approved'],
  ['approved', 'approved'],
  ['0', 'pending'],
  ['hold', 'pending'],
  ['spam', 'spam'],
  ['post-trashed', 'rejected'],
]);

/** A comment whose time is not told in UTC was written by the clock of its article. */
const inUtc = (
  { time, offset }: { readonly time: number; readonly offset: number | undefined },
  ofArticle = 0,
) => (offset === undefined ? time - ofArticle * 60_000 : time);
