import type { Child } from 'hono/jsx';
import type { Article } from '../model/articles.ts';
import type { Comment, Judged } from '../model/comments.ts';
import type { KeyFault } from '../model/keys.ts';
import type { Status } from '../model/moderation.ts';
import type { Reported } from '../model/reports.ts';
import { Body } from './body.tsx';
import { Commenter } from './comments.tsx';
import { Layout, Moment, type Site } from './layout.tsx';

/** What the desk can list. */
export const deskStatuses = ['pending', 'approved', 'rejected', 'spam'] as const;
export type DeskStatus = Extract<Status, (typeof deskStatuses)[number]>;

export const deskPath = (status: DeskStatus): string =>
  status === 'pending' ? '/moderation' : `/moderation?status=${status}`;

interface Props {
  readonly site: Site;
  /** What readers reported, the most reported first. */
  readonly reported: readonly (Reported & { readonly article: Article | undefined })[];
  /** Oldest first. An article is undefined when its file was taken away since. */
  readonly queue: readonly { readonly comment: Judged; readonly article: Article | undefined }[];
  /** Of everything in the queue. */
  readonly status: DeskStatus;
  /** The id after which the queue goes on, if it does. */
  readonly next: string | undefined;
  /** undefined while comments are closed for want of a key. */
  readonly token: string | undefined;
  /** Why there is none. */
  readonly fault: KeyFault | undefined;
  /** Whether comments hang on a key that is not here. */
  readonly isKeyGone: boolean;
  /** Why the last decision was not taken. */
  readonly problem: string | undefined;
}

/** The moderators' desk: what waits for a decision. */
export const ModerationPage = ({
  site,
  reported,
  status,
  queue,
  next,
  token,
  fault,
  isKeyGone,
  problem,
}: Props) => (
  <Layout site={site} title={site.words.desk.title} isIndexed={false}>
    <section class="comments desk">
      <h1>{site.words.desk.waiting}</h1>
      <Statuses site={site} status={status} />
      <p>
        <a href="/moderation/shares">{site.words.desk.shares}</a>
        {' · '}
        <a href="/moderation/log">{site.words.desk.log}</a>
        {' · '}
        <a href="/moderation/retention">{site.words.desk.retention}</a>
      </p>
      {problem && (
        <p class="problems" role="alert">
          {problem}
        </p>
      )}
      {fault && <p class="problems">{site.words.desk.keyFaults[fault]}</p>}
      {!fault && isKeyGone && (
        <p class="problems">
          {site.words.desk.keyGone} <a href="/moderation/retention">{site.words.desk.retention}</a>
        </p>
      )}
      {reported.length > 0 && (
        <>
          <h2>{site.words.desk.reported}</h2>
          <ol class="threads">
            {reported.map(({ reports, ...item }) => (
              <Item site={site} token={token} status={status} {...item}>
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
            <Item
              site={site}
              token={token}
              status={status}
              {...waiting}
              reasons={waiting.comment.reasons}
            />
          ))}
        </ol>
      )}
      {next && (
        <p class="more">
          <a href={`/moderation?after=${next}&status=${status}`}>{site.words.desk.next}</a>
        </p>
      )}
    </section>
  </Layout>
);

/** What waits, and what was decided: there a decision is undone by another one. */
const Statuses = ({ site, status }: Pick<Props, 'site' | 'status'>) => (
  <p class="answers">
    {deskStatuses.map((one) => (
      <a href={deskPath(one)} aria-current={one === status ? 'page' : undefined}>
        {site.words.desk.statuses[one]}
      </a>
    ))}
  </p>
);

const Why = ({ site, reasons }: { site: Site; reasons: Judged['reasons'] }) => (
  <p class="quiet">
    {site.words.desk.why}{' '}
    {reasons
      .map(
        ({ rule, points }) =>
          `${site.words.desk.reasons[rule]} (${site.words.desk.points(points)})`,
      )
      .join('; ')}
  </p>
);

const Item = ({ site, comment, article, token, status, reasons, children }: ItemProps) => (
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
    {reasons && reasons.length > 0 && <Why site={site} reasons={reasons} />}
    {children}
    <div class="decisions">
      {decisions.map(([noun, verb]) => (
        <Decision
          comment={comment}
          noun={noun}
          verb={site.words.desk[verb]}
          token={token}
          shown={status}
        />
      ))}
    </div>
  </li>
);

const decisions = [
  ['approval', 'approve'],
  ['rejection', 'reject'],
  ['spam', 'spam'],
] as const;

interface ItemProps extends Pick<Props, 'site' | 'token' | 'status'> {
  readonly comment: Comment;
  readonly article: Article | undefined;
  readonly reasons?: Judged['reasons'];
  readonly children?: Child;
}

interface DecisionProps {
  readonly comment: Comment;
  readonly noun: (typeof decisions)[number][0];
  readonly verb: string;
  readonly token: string | undefined;
  /** What the desk was listing: it goes on there. */
  readonly shown: DeskStatus;
}

const Decision = ({
  comment: { id, editedAt, createdAt },
  noun,
  verb,
  token,
  shown,
}: DecisionProps) => (
  <form method="post" action={`/moderation/comments/${id}/${noun}`}>
    {/* What is decided on is what was looked at. */}
    <input type="hidden" name="seen" value={editedAt ?? createdAt} />
    <input type="hidden" name="shown" value={shown} />
    {token && <input type="hidden" name="token" value={token} />}
    <button type="submit" aria-describedby={`whose-${id}`}>
      {verb}
    </button>
  </form>
);
