// What the pages of the moderators' desk have in common, and a comment as all of them show it.
import type { Child } from 'hono/jsx';
import type { Article } from '../model/articles.ts';
import type { Outcome } from '../model/decisions.ts';
import type { Judged } from '../model/queue.ts';
import type { Reason } from '../model/verdict.ts';
import { fill, plural } from '../strings/say.ts';
import { Body } from './body.tsx';
import { Commenter } from './comments.tsx';
import { type DeskSite, Layout, Moment } from './layout.tsx';

/** What every form of the desk carries. */
export interface DeskForm {
  /** undefined while comments are closed for want of a key. */
  readonly token: string | undefined;
  /** Where the form goes on: the page it stands on. */
  readonly back: string;
}

/** What the last press did, as the address tells it. */
export type Told = Readonly<Record<string, string>>;

interface SheetProps {
  readonly site: DeskSite;
  readonly title: string;
  /** undefined on a page on which nothing is decided. */
  readonly form?: DeskForm;
  readonly told?: Told;
  readonly problem?: string | undefined;
  readonly children?: Child;
}

/** A page of the desk: where else it leads, and what the last press did. */
export const DeskSheet = ({ site, title, form, told = {}, problem, children }: SheetProps) => (
  <Layout site={site} title={title} isIndexed={false} desk={site}>
    <section class="comments desk">
      <h1>{title}</h1>
      <nav class="periods" aria-label={site.desk.title}>
        <p>
          {rooms.map(([path, name]) => (
            <>
              <a href={path} aria-current={site.desk[name] === title ? 'page' : undefined}>
                {site.desk[name]}
              </a>{' '}
            </>
          ))}
          <button type="button" class="second" data-help hidden>
            {site.desk.keyboard} <kbd>?</kbd>
          </button>
        </p>
      </nav>
      <p
        class="said"
        role="status"
        data-said
        data-undo={site.desk.undo}
        data-undone={site.desk.takenBack}
        data-away={site.desk.waits}
      >
        {told.decided && plural(site.words, site.desk.decided, Number(told.decided))}
        {told.undone && plural(site.words, site.desk.undone, Number(told.undone))}
        {told.none && site.desk.noneChosen}
        {told.blocked && site.desk.isBlocked}
        {told.published && site.desk.isPublished}
      </p>
      {told.undo && form && (
        <form method="post" action={`/moderation/decisions/${told.undo}/undoing`} class="undo">
          <Carried form={form} />
          <button type="submit">{site.desk.undo}</button>
        </form>
      )}
      {(told.changed || problem) && (
        <p class="problems" role="alert">
          {problem ?? site.desk.changed}
        </p>
      )}
      {children}
      <Keys site={site} />
    </section>
  </Layout>
);

const rooms = [
  ['/moderation', 'waiting'],
  ['/moderation/defences', 'defences'],
  ['/moderation/log', 'log'],
  ['/moderation/shares', 'shares'],
  ['/moderation/retention', 'retention'],
] as const;

/** The hidden fields of a form. */
export const Carried = ({ form: { token, back } }: { form: DeskForm }) => (
  <>
    <input type="hidden" name="back" value={back} />
    {token && <input type="hidden" name="token" value={token} />}
  </>
);

/** What each key does: shown under `?`, and of no use without script. */
const Keys = ({ site: { desk } }: { site: DeskSite }) => (
  <dialog id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">{desk.keyboard}</h2>
    <dl>
      {Object.entries(desk.shortcuts).map(([key, what]) => (
        <>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </>
      ))}
    </dl>
    <p>
      <label>
        <input type="checkbox" data-keys checked /> {desk.usesKeys}
      </label>
    </p>
    <form method="dialog">
      <button type="submit">{desk.close}</button>
    </form>
  </dialog>
);

interface ItemProps {
  readonly site: DeskSite;
  readonly comment: Judged;
  /** undefined when its file was taken away since. */
  readonly article: Article | undefined;
  /** Whether it stands in its conversation already. */
  readonly isInPlace?: boolean | undefined;
}

/** A comment with everything that is known of it, and what can be decided. */
const Item = ({ site, comment, article, isInPlace }: ItemProps) => (
  <li
    id={`comment-${comment.id}`}
    data-item
    data-level={isInPlace ? comment.path.length / comment.id.length : undefined}
  >
    <h2 id={`whose-${comment.id}`}>
      <Chosen site={site} comment={comment} />
      <Commenter site={site} comment={comment} />
      {!isInPlace && (
        <>
          {' '}
          {site.words.on}{' '}
          <a href={`/articles/${comment.slug}`}>{article?.headline ?? comment.slug}</a>
        </>
      )}
    </h2>
    <p class="quiet answers">
      <Moment site={site} at={comment.createdAt} withTime />{' '}
      {comment.editedAt !== null && <span>{site.words.edited}</span>}{' '}
      {isInPlace ? (
        <span>{site.desk.statuses[comment.status]}</span>
      ) : (
        <>
          <a
            href={`/moderation/articles/${comment.slug}?from=${comment.path}#comment-${comment.id}`}
          >
            {site.desk.inPlace}
          </a>{' '}
          <a href={`/moderation?article=${comment.slug}&status=${comment.status}`}>
            {site.desk.onlyArticle}
          </a>
        </>
      )}
    </p>
    {comment.parent && <Answered site={site} parent={comment.parent} />}
    <Body tree={comment.tree} language={comment.language} />
    <Known site={site} comment={comment} />
    {comment.reports.length > 0 && (
      <ul class="reports">
        {comment.reports.map(({ reason, words }) => (
          <li dir="auto">
            <b>{site.words.reports.reasons[reason]}</b> {words}
          </li>
        ))}
      </ul>
    )}
    <Decisions site={site} comment={comment} />
  </li>
);

/** To decide on several at once; and what is looked at, for a decision on this one. */
const Chosen = ({ site, comment: { id, name, seen } }: Pick<ItemProps, 'site' | 'comment'>) => (
  <>
    <input type="checkbox" name={`chosen-${id}`} aria-label={fill(site.desk.choose, { name })} />
    <input type="hidden" name={`seen-${id}`} value={seen} />
  </>
);

const Answered = ({ site, parent }: { site: DeskSite; parent: NonNullable<Judged['parent']> }) =>
  parent.status === 'deleted' ? (
    <p class="quiet">
      {site.words.inReplyTo} {site.words.aCommentThatIsGone}
    </p>
  ) : (
    <details class="quiet">
      <summary>
        {site.words.inReplyTo} <bdi>{parent.name}</bdi>
        {parent.status !== 'approved' && ` (${site.desk.statuses[parent.status]})`}
      </summary>
      <p dir="auto">{parent.beginning}</p>
    </details>
  );

/** Whoever wrote it, as far as they are known, and why it waits. */
const Known = ({ site, comment }: Pick<ItemProps, 'site' | 'comment'>) => {
  const { desk, words } = site;
  const { earlier, reasons } = comment;
  return (
    <p class="quiet">
      {comment.role ? words.roles[comment.role] : standingOf(site, earlier)}
      {reasons.length > 0 && (
        <>
          {' '}
          {desk.why} {reasons.map((reason) => inWords(site, reason)).join(words.semicolon)}.
        </>
      )}
    </p>
  );
};

function standingOf(
  { desk, words }: DeskSite,
  { approved, turnedDown }: Judged['earlier'],
): string {
  if (approved + turnedDown === 0) return desk.noneEarlier;
  const counts = [
    approved > 0 && plural(words, desk.approvedEarlier, approved),
    turnedDown > 0 && plural(words, desk.turnedDownEarlier, turnedDown),
  ];
  return `${desk.earlierComments} ${counts.filter(Boolean).join(words.comma)}.`;
}

function inWords({ desk, words }: DeskSite, { rule, points, phrases }: Reason): string {
  const quoted = phrases?.map((passage) => fill(words.quoted, { passage })) ?? [];
  const what = quoted.map((one, index) => (index > 0 ? words.comma : ' ') + one).join('');
  return `${desk.reasons[rule]}${what} (${plural(words, desk.points, points)})`;
}

/** Under which noun an outcome is posted. */
export const nounOf = { approved: 'approval', rejected: 'rejection', spam: 'spam' } as const;

const buttons = [
  ['approved', 'approve', 'a'],
  ['rejected', 'reject', 'r'],
  ['spam', 'spam', 's'],
] as const satisfies readonly (readonly [Outcome, string, string])[];

/** What is decided on this one. Text browsers know a button by its name and value, and by nothing else. */
const Decisions = ({ site, comment: { id } }: Pick<ItemProps, 'site' | 'comment'>) => (
  <p class="decisions">
    {buttons.map(([outcome, verb, key]) => (
      <button
        type="submit"
        name="decision"
        value={`${nounOf[outcome]} ${id}`}
        data-key={key}
        aria-describedby={`whose-${id}`}
      >
        {site.desk[verb]}
      </button>
    ))}{' '}
    <a href={`/moderation/comments/${id}`} aria-describedby={`whose-${id}`}>
      {site.desk.more}
    </a>
  </p>
);

interface ListProps extends Pick<ItemProps, 'site' | 'isInPlace'> {
  readonly form: DeskForm;
  readonly items: readonly Pick<ItemProps, 'comment' | 'article'>[];
}

/** Comments to decide on, one by one or several at once. */
export const List = ({ site, items, form, isInPlace }: ListProps) =>
  items.length > 0 ? (
    <form method="post" action="/moderation/decisions" class="list">
      <Carried form={form} />
      <ol class="threads">
        {items.map(({ comment, article }) =>
          comment.status === 'deleted' ? (
            <li id={`comment-${comment.id}`}>
              <p class="quiet">{site.words.deletedComment}</p>
            </li>
          ) : (
            <Item site={site} comment={comment} article={article} isInPlace={isInPlace} />
          ),
        )}
      </ol>
      <p class="decisions chosen">
        <span>{site.desk.withChosen}</span>
        {buttons.map(([outcome, verb]) => (
          <button type="submit" name="outcome" value={nounOf[outcome]}>
            {site.desk[verb]}
          </button>
        ))}
        <label data-all hidden>
          <input type="checkbox" /> {site.desk.chooseAll}
        </label>
      </p>
    </form>
  ) : null;
