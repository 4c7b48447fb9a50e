import type { Article } from '../model/articles.ts';
import type { Comment, Conversation, Order } from '../model/comments.ts';
import type { Answered, Thread } from '../model/thread.ts';
import type { Words } from '../strings/language.ts';
import { fill, plural } from '../strings/say.ts';
import { Body } from './body.tsx';
import { Face } from './face.tsx';
import { Layout, Moment, type Site } from './layout.tsx';

/** A page of the conversation, nested for drawing. */
export interface DrawnConversation extends Omit<Conversation, 'comments' | 'asked' | 'ancestors'> {
  readonly threads: readonly Thread[];
  readonly order: Order;
}

export interface CommentsProps {
  readonly site: Site;
  readonly article: Article;
  /** undefined while the database is away. */
  readonly conversation: DrawnConversation | undefined;
  /** The reader's own comment, shown to nobody else: in its place, or below when its place is on a later page. */
  readonly own?:
    | {
        readonly comment: Comment;
        readonly isBelow: boolean;
        /** Where its author manages it. */
        readonly manage: string | undefined;
      }
    | undefined;
  /** Whether comments can be answered. */
  readonly isOpen: boolean;
}

/** The conversation under an article. */
export const Comments = ({ site, article, conversation, own, isOpen }: CommentsProps) => (
  <section id="comments" class="comments" aria-labelledby="comments-title">
    <h2 id="comments-title">
      {conversation
        ? plural(site.words, site.words.comments, conversation.commentCount)
        : site.words.commentsHeading}
    </h2>
    {!conversation && <p class="quiet">{site.words.conversationAway}</p>}
    {conversation && conversation.commentCount > 1 && (
      <Sort site={site} slug={article.slug} order={conversation.order} />
    )}
    {conversation?.pinned && <Pinned site={site} comment={conversation.pinned} />}
    {conversation?.threads.length === 0 && !own && isOpen && (
      <p class="quiet">{site.words.noComments}</p>
    )}
    {conversation && (
      <Threads site={site} threads={conversation.threads} isOpen={isOpen} own={own} />
    )}
    <MoreComments site={site} slug={article.slug} conversation={conversation} />
    {own?.isBelow && (
      <ol class="threads" aria-label={site.words.yourComment}>
        <Entry
          site={site}
          thread={{
            comment: own.comment,
            answered: own.comment.parentId
              ? { where: 'unknown', id: own.comment.parentId }
              : undefined,
            replies: [],
          }}
          isOpen={isOpen}
          own={own}
        />
      </ol>
    )}
  </section>
);

/** What the newsroom wants to be read first; it stands in its place too. */
const Pinned = ({ site, comment }: { site: Site; comment: Comment }) => (
  <div class="pinned">
    <p class="quiet">{site.words.pinned}</p>
    <h3>
      <Commenter site={site} comment={comment} /> <Written site={site} comment={comment} />
    </h3>
    <Body tree={comment.tree} language={comment.language} />
  </div>
);

/** Further comments, as a page of their own. */
export const CommentsPage = ({
  site,
  article,
  conversation,
  isOpen,
}: CommentsProps & { conversation: DrawnConversation }) => (
  <Layout
    site={site}
    title={fill(site.words.commentsOn, { headline: article.headline })}
    isIndexed={false}
  >
    <section class="comments alone">
      <h1>{fill(site.words.commentsOn, { headline: article.headline })}</h1>
      <p>
        <a href={`/articles/${article.slug}`}>{site.words.backToArticle}</a>
      </p>
      <h2>{plural(site.words, site.words.comments, conversation.commentCount)}</h2>
      <Threads site={site} threads={conversation.threads} isOpen={isOpen} />
      <MoreComments site={site} slug={article.slug} conversation={conversation} />
    </section>
  </Layout>
);

/** Who wrote it, as they sign. Isolated, so that a name cannot turn the line around. */
export const Commenter = ({ site, comment }: { site: Site; comment: Comment }) => (
  <>
    {!comment.role && <Face face={comment.face} />}
    {comment.website ? (
      <a class="p-author h-card" href={comment.website} rel="ugc nofollow noopener">
        <bdi>{comment.name}</bdi>
      </a>
    ) : (
      <bdi class="p-author h-card">{comment.name}</bdi>
    )}
    {comment.role && (
      <>
        {' '}
        <span class="role">{site.words.roles[comment.role]}</span>
      </>
    )}
  </>
);

interface EntryProps extends Pick<CommentsProps, 'site' | 'isOpen'> {
  readonly thread: Thread;
  readonly own?: CommentsProps['own'];
}

interface ThreadsProps extends Omit<EntryProps, 'thread'> {
  readonly threads: readonly Thread[];
}

const Threads = ({ threads, ...shared }: ThreadsProps) =>
  threads.length > 0 ? (
    <ol class="threads">
      {threads.map((thread) => (
        <Entry thread={thread} {...shared} />
      ))}
    </ol>
  ) : null;

const Entry = ({ thread, ...shared }: EntryProps) => {
  const { site, isOpen, own } = shared;
  const { comment, answered, replies } = thread;
  const isOwn = comment.id === own?.comment.id;
  if (comment.status === 'deleted' && !isOwn) return <Tombstone thread={thread} {...shared} />;
  return (
    <li id={`comment-${comment.id}`} class={`u-comment h-cite${isOwn ? ' own' : ''}`}>
      {isOwn && (
        <p class="status" role="status">
          {site.words.ownStatus[comment.status]}
          {own?.manage && (
            <>
              {' '}
              <a href={own.manage} rel="nofollow">
                {site.words.manage}
              </a>
            </>
          )}
        </p>
      )}
      <h3>
        <Commenter site={site} comment={comment} /> <Written site={site} comment={comment} />
        {comment.editedAt !== null && <span class="quiet"> {site.words.edited}</span>}
      </h3>
      {answered && <InReplyTo site={site} answered={answered} />}
      <Body tree={comment.tree} language={comment.language} />
      {comment.status === 'approved' && <Actions site={site} thread={thread} isOpen={isOpen} />}
      <Replies replies={replies} {...shared} />
    </li>
  );
};

/** Where somebody deleted what was answered: the answers stay. */
const Tombstone = ({ thread: { comment, replies }, ...shared }: EntryProps) => (
  <li id={`comment-${comment.id}`}>
    <p class="quiet">{shared.site.words.deletedComment}</p>
    <Replies replies={replies} {...shared} />
  </li>
);

const Replies = ({
  replies,
  ...shared
}: Omit<EntryProps, 'thread'> & { replies: readonly Thread[] }) =>
  replies.length > 0 ? (
    <details open>
      <summary>{plural(shared.site.words, shared.site.words.replies, countOf(replies))}</summary>
      <Threads threads={replies} {...shared} />
    </details>
  ) : null;

const countOf = (threads: readonly Thread[]): number =>
  threads.reduce(
    (sum, { comment, replies }) => sum + (comment.status === 'deleted' ? 0 : 1) + countOf(replies),
    0,
  );

/** What a reader may do with a comment: answer it, see what it answers, pass it on, report it. */
const Actions = ({ site, thread: { comment, answered }, isOpen }: EntryProps) => (
  <p class="quiet answers">
    {isOpen && (
      <a
        href={`/articles/${comment.slug}?parent=${comment.id}#leave-a-reply`}
        rel="nofollow"
        aria-label={fill(site.words.replyTo, { name: comment.name })}
      >
        {site.words.reply}
      </a>
    )}{' '}
    {comment.parentId && !answered && (
      <a href={`#comment-${comment.parentId}`} aria-label={site.words.toParent}>
        {site.words.parent}
      </a>
    )}{' '}
    <a
      href={`/articles/${comment.slug}/share?comment=${comment.id}`}
      rel="nofollow"
      aria-label={fill(site.words.shareCommentBy, { name: comment.name })}
    >
      {site.words.shareComment}
    </a>{' '}
    <a
      href={`/comments/${comment.id}/reports`}
      rel="nofollow"
      aria-label={fill(site.words.reports.linkBy, { name: comment.name })}
    >
      {site.words.reports.link}
    </a>
  </p>
);

/** When it was written; once it is published, that is its permalink. */
const Written = ({ site, comment }: { site: Site; comment: Comment }) => {
  const moment = <Moment site={site} at={comment.createdAt} withTime microformat="dt-published" />;
  return comment.status === 'approved' ? (
    <a class="quiet u-url" href={`/comments/${comment.id}`} rel="nofollow">
      {moment}
    </a>
  ) : (
    <span class="quiet">{moment}</span>
  );
};

const InReplyTo = ({ site, answered }: { site: Site; answered: Answered }) => (
  <p class="quiet">
    {site.words.inReplyTo} {answeredLink(site.words, answered)}
  </p>
);

function answeredLink(words: Words, answered: Answered) {
  switch (answered.where) {
    case 'here':
      return (
        <a href={`#comment-${answered.comment.id}`}>
          <bdi>{answered.comment.name}</bdi>
        </a>
      );
    case 'elsewhere':
      return (
        <a href={`/comments/${answered.comment.id}`} rel="nofollow">
          <bdi>{answered.comment.name}</bdi>
        </a>
      );
    case 'unknown':
      return (
        <a href={`/comments/${answered.id}`} rel="nofollow">
          {words.anEarlierComment}
        </a>
      );
    case 'gone':
      return words.aCommentThatIsGone;
    default:
      return answered satisfies never;
  }
}

interface MoreProps {
  readonly site: Site;
  readonly slug: string;
  readonly conversation: DrawnConversation | undefined;
}

const MoreComments = ({ site, slug, conversation }: MoreProps) =>
  conversation?.next ? (
    <p class="more">
      <a href={`/articles/${slug}/comments?after=${conversation.next}${sortQuery(conversation)}`}>
        {site.words.moreComments}
      </a>
    </p>
  ) : null;

const sortQuery = ({ order }: DrawnConversation) => (order === 'newest' ? '&sort=newest' : '');

/** Which thread comes first: a link to the other way round. */
const Sort = ({ site, slug, order }: { site: Site; slug: string; order: Order }) => (
  <p class="quiet">
    {order === 'newest' ? (
      <a href={`/articles/${slug}#comments`} rel="nofollow">
        {site.words.oldestFirst}
      </a>
    ) : (
      <a href={`/articles/${slug}?sort=newest#comments`} rel="nofollow">
        {site.words.newestFirst}
      </a>
    )}
  </p>
);
