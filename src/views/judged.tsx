import type { Article } from '../model/articles.ts';
import type { Judged } from '../model/queue.ts';
import { Carried, type DeskForm, DeskSheet, List, type Told } from './desk.tsx';
import type { DeskSite } from './layout.tsx';

interface Props {
  readonly site: DeskSite;
  readonly comment: Judged;
  readonly article: Article | undefined;
  readonly isPinned: boolean;
  /** Whether its visitor can be blocked: they are known for the rest of that day. */
  readonly isOfToday: boolean;
  readonly form: DeskForm;
  readonly told: Told;
}

/** One comment, and everything that the desk can do about it. */
export const CommentPage = ({ site, comment, article, isPinned, isOfToday, form, told }: Props) => {
  const { desk } = site;
  const { id, slug, path, status, role } = comment;
  return (
    <DeskSheet site={site} title={site.words.comment} form={form} told={told}>
      <List site={site} items={[{ comment, article }]} form={form} />
      {status === 'approved' && article && (
        <form method="post" action={`/moderation/articles/${slug}/pins`} class="decisions">
          <Carried form={form} />
          <input type="hidden" name="comment" value={isPinned ? '' : id} />
          <a href={`/comments/${id}`}>{desk.publicPage}</a>
          <a href={`/moderation/articles/${slug}?from=${path}&parent=${id}#answer`}>
            {desk.asAnswer}
          </a>
          <button type="submit" class="second">
            {isPinned ? desk.unpin : desk.pin}
          </button>
        </form>
      )}
      {!role && (
        <form method="post" action={`/moderation/comments/${id}/blocks`} class="decisions">
          <Carried form={form} />
          <span>{desk.block}</span>
          <button type="submit" class="second" name="kind" value="commenter">
            {desk.blockKinds.commenter}
          </button>
          {comment.hasVisitor && isOfToday && (
            <button type="submit" class="second" name="kind" value="visitor">
              {desk.blockKinds.visitor}
            </button>
          )}
        </form>
      )}
    </DeskSheet>
  );
};
