import type { Article } from '../model/articles.ts';
import type { OwnComment } from '../model/manage.ts';
import { Body } from './body.tsx';
import { Layout, Moment, type Site } from './layout.tsx';
import { asContent } from './reply.tsx';

interface Props {
  readonly site: Site;
  readonly id: string;
  /** undefined once it is deleted, and while the database is away. */
  readonly comment: OwnComment | undefined;
  /** undefined when its file was taken away since. */
  readonly article: Article | undefined;
  readonly manageKey: string;
  readonly token: string;
  /** Milliseconds since 1970; undefined when it cannot be changed any more. */
  readonly editableUntil: number | undefined;
  /** Whether the database does not answer: then what was typed is all there is to show. */
  readonly isAway: boolean;
  /** What was typed in an earlier try, and what was wrong with it. */
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
}

/** Its author's page of a comment: what became of it, and what can be done about it. */
export const ManagePage = (props: Props) => {
  const { site, comment, article, isAway } = props;
  return (
    <Layout site={site} title={site.words.yourComment} isIndexed={false}>
      <section class="reply alone">
        <h1>{site.words.yourComment}</h1>
        {article && (
          <p>
            {site.words.on} <a href={`/articles/${article.slug}`}>{article.headline}</a>
          </p>
        )}
        {!isAway && (
          <p class="status" role="status">
            {site.words.managed[comment?.status ?? 'deleted']}
          </p>
        )}
        {(isAway || comment) && <Text {...props} />}
        {comment && <Deletion {...props} />}
      </section>
    </Layout>
  );
};

/** What it says: to be changed as long as that can be done, or to be copied when it was too late. */
const Text = (props: Props) => {
  const { comment, editableUntil, typed, isAway } = props;
  const isForm = isAway || editableUntil !== undefined || typed !== undefined;
  if (isForm) return <EditForm {...props} />;
  return (
    <blockquote>{comment && <Body tree={comment.tree} language={comment.language} />}</blockquote>
  );
};

const EditForm = ({
  site,
  id,
  comment,
  editableUntil,
  isAway,
  typed,
  problem,
  ...props
}: Props) => (
  <form method="post" action={`/comments/${id}/edits`} novalidate>
    {problem && (
      <div id="problems" class="problems" role="alert" tabindex={-1} autofocus>
        <p id="body-fault">{problem}</p>
      </div>
    )}
    <Secrets {...props} />
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
        {asContent(typed ?? comment?.body ?? '')}
      </textarea>
    </p>
    {(isAway || editableUntil !== undefined) && (
      <p class="send">
        <button type="submit">{site.words.saveChanges}</button>{' '}
        {editableUntil !== undefined && (
          <span class="quiet">
            {site.words.editableUntil} <Moment site={site} at={editableUntil} withTime />
          </span>
        )}
      </p>
    )}
  </form>
);

const Deletion = ({ site, id, ...props }: Props) => (
  <form method="post" action={`/comments/${id}/deletion`}>
    <Secrets {...props} />
    <p>{site.words.deleteHint}</p>
    <p class="send">
      <button type="submit" class="second">
        {site.words.deleteComment}
      </button>
    </p>
  </form>
);

const Secrets = ({ manageKey, token }: Pick<Props, 'manageKey' | 'token'>) => (
  <>
    <input type="hidden" name="key" value={manageKey} />
    <input type="hidden" name="token" value={token} />
  </>
);
