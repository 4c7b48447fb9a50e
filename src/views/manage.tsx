import type { Article } from '../model/articles.ts';
import type { OwnComment } from '../model/manage.ts';
import { Body } from './body.tsx';
import { Layout, Moment, type Site } from './layout.tsx';

interface Props {
  readonly site: Site;
  /** undefined once it is deleted. */
  readonly comment: OwnComment | undefined;
  /** undefined when its file was taken away since. */
  readonly article: Article | undefined;
  readonly manageKey: string;
  readonly token: string;
  /** Milliseconds since 1970; undefined when it cannot be changed any more. */
  readonly editableUntil: number | undefined;
  /** What was typed in an earlier try, and what was wrong with it. */
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
}

/** Its author's page of a comment: what became of it, and what can be done about it. */
export const ManagePage = ({ site, comment, article, ...props }: Props) => (
  <Layout site={site} title={site.words.yourComment} isIndexed={false}>
    <section class="reply alone">
      <h1>{site.words.yourComment}</h1>
      {article && (
        <p>
          {site.words.desk.on} <a href={`/articles/${article.slug}`}>{article.headline}</a>
        </p>
      )}
      <p class="status" role="status">
        {site.words.managed[comment?.status ?? 'deleted']}
      </p>
      {comment && <Managed site={site} comment={comment} article={undefined} {...props} />}
    </section>
  </Layout>
);

const Managed = ({
  site,
  comment,
  editableUntil,
  problem,
  typed,
  ...props
}: Props & { comment: OwnComment }) => (
  <>
    {editableUntil === undefined && !typed && (
      <blockquote>
        <Body tree={comment.tree} />
      </blockquote>
    )}
    {(editableUntil !== undefined || typed) && (
      <form method="post" action={`/comments/${comment.id}/edits`} novalidate>
        {problem && (
          <div id="problems" class="problems" role="alert">
            <p id="body-fault">{problem}</p>
          </div>
        )}
        <Secrets manageKey={props.manageKey} token={props.token} />
        <p class="field">
          <label for="body">{site.words.comment}</label>
          <textarea
            id="body"
            name="body"
            rows={8}
            required
            dir="auto"
            aria-describedby={problem && 'body-fault'}
          >
            {`\n${typed ?? comment.body}`}
          </textarea>
        </p>
        {editableUntil !== undefined && (
          <p class="send">
            <button type="submit">{site.words.saveChanges}</button>{' '}
            <span class="quiet">
              {site.words.editableUntil} <Moment site={site} at={editableUntil} withTime />
            </span>
          </p>
        )}
      </form>
    )}
    <form method="post" action={`/comments/${comment.id}/deletion`}>
      <Secrets manageKey={props.manageKey} token={props.token} />
      <p>{site.words.deleteHint}</p>
      <p class="send">
        <button type="submit">{site.words.deleteComment}</button>
      </p>
    </form>
  </>
);

const Secrets = ({ manageKey, token }: Pick<Props, 'manageKey' | 'token'>) => (
  <>
    <input type="hidden" name="key" value={manageKey} />
    <input type="hidden" name="token" value={token} />
  </>
);
