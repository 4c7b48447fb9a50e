import type { Child } from 'hono/jsx';
import type { Article } from '../model/articles.ts';
import type { Comment } from '../model/comments.ts';
import type { KeyFault } from '../model/keys.ts';
import type { Reported } from '../model/reports.ts';
import { Body } from './body.tsx';
import { Commenter } from './comments.tsx';
import { Layout, Moment, type Site } from './layout.tsx';

interface Props {
  readonly site: Site;
  /** What readers reported, the most reported first. */
  readonly reported: readonly (Reported & { readonly article: Article | undefined })[];
  /** Oldest first. An article is undefined when its file was taken away since. */
  readonly queue: readonly { readonly comment: Comment; readonly article: Article | undefined }[];
  /** The id after which the queue goes on, if it does. */
  readonly next: string | undefined;
  /** undefined while comments are closed for want of a key. */
  readonly token: string | undefined;
  /** Why there is none. */
  readonly fault: KeyFault | undefined;
  /** Why the last decision was not taken. */
  readonly problem: string | undefined;
}

/** The moderators' desk: what waits for a decision. */
export const ModerationPage = ({ site, reported, queue, next, token, fault, problem }: Props) => (
  <Layout site={site} title={site.words.desk.title} isIndexed={false}>
    <section class="comments desk">
      <h1>{site.words.desk.waiting}</h1>
      <p>
        <a href="/moderation/shares">{site.words.desk.shares}</a>
        {' · '}
        <a href="/moderation/retention">{site.words.desk.retention}</a>
      </p>
      {problem && (
        <p class="problems" role="alert">
          {problem}
        </p>
      )}
      {fault && <p class="problems">{site.words.desk.keyFaults[fault]}</p>}
      {reported.length > 0 && (
        <>
          <h2>{site.words.desk.reported}</h2>
          <ol class="threads">
            {reported.map(({ reports, ...item }) => (
              <Item site={site} token={token} {...item}>
                <ul class="reports">
                  {reports.map(({ reason, words }) => (
                    <li dir="auto">
                      <b>{site.words.reports.reasons[reason]}</b> {words}
                    </li>
                  ))}
                </ul>
              </Item>
            ))}
          </ol>
          <h2>{site.words.desk.waiting}</h2>
        </>
      )}
      {queue.length === 0 ? (
        <p>{site.words.desk.nothing}</p>
      ) : (
        <ol class="threads">
          {queue.map((waiting) => (
            <Item site={site} token={token} {...waiting} />
          ))}
        </ol>
      )}
      {next && (
        <p class="more">
          <a href={`/moderation?after=${next}`}>{site.words.desk.next}</a>
        </p>
      )}
    </section>
  </Layout>
);

const Item = ({ site, comment, article, token, children }: ItemProps) => (
  <li id={`comment-${comment.id}`}>
    <h2 id={`whose-${comment.id}`}>
      <Commenter comment={comment} /> {site.words.desk.on}{' '}
      <a href={`/articles/${comment.slug}`}>{article?.headline ?? comment.slug}</a>
    </h2>
    <p class="quiet">
      <Moment site={site} at={comment.createdAt} withTime />
      {comment.parentId && (
        <>
          {' · '}
          {site.words.inReplyTo}{' '}
          <a href={`/comments/${comment.parentId}`}>{site.words.anEarlierComment}</a>
        </>
      )}
    </p>
    <Body tree={comment.tree} />
    {children}
    <div class="decisions">
      <Decision comment={comment} noun="approval" verb={site.words.desk.approve} token={token} />
      <Decision comment={comment} noun="rejection" verb={site.words.desk.reject} token={token} />
    </div>
  </li>
);

type ItemProps = Props['queue'][number] & Pick<Props, 'site' | 'token'> & { children?: Child };

interface DecisionProps {
  readonly comment: Comment;
  readonly noun: 'approval' | 'rejection';
  readonly verb: string;
  readonly token: string | undefined;
}

const Decision = ({ comment: { id, editedAt, createdAt }, noun, verb, token }: DecisionProps) => (
  <form method="post" action={`/moderation/comments/${id}/${noun}`}>
    {/* What is decided on is what was looked at. */}
    <input type="hidden" name="seen" value={editedAt ?? createdAt} />
    {token && <input type="hidden" name="token" value={token} />}
    <button type="submit" aria-describedby={`whose-${id}`}>
      {verb}
    </button>
  </form>
);
