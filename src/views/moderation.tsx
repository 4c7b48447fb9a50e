import type { Article } from '../model/articles.ts';
import type { KeyFault } from '../model/keys.ts';
import type { Filter, Judged } from '../model/queue.ts';
import { type DeskForm, DeskSheet, List, type Told } from './desk.tsx';
import type { DeskSite } from './layout.tsx';

/** What the desk can list. */
export const deskStatuses = ['pending', 'approved', 'rejected', 'spam'] as const;

interface Placed {
  readonly comment: Judged;
  /** undefined when its file was taken away since. */
  readonly article: Article | undefined;
}

interface Props {
  readonly site: DeskSite;
  readonly filter: Filter & { readonly status: (typeof deskStatuses)[number] };
  /** What readers reported, the most reported first. */
  readonly reported: readonly Placed[];
  /** Oldest first. */
  readonly queue: readonly Placed[];
  /** The id after which the queue goes on, if it may. */
  readonly next: string | undefined;
  readonly form: DeskForm;
  readonly told: Told;
  /** Why there is no key. */
  readonly fault: KeyFault | undefined;
  /** Whether comments hang on a key that is not here. */
  readonly isKeyGone: boolean;
}

/** The moderators' desk: what waits for a decision. */
export const ModerationPage = ({ site, filter, reported, queue, next, form, ...props }: Props) => {
  const { desk } = site;
  return (
    <DeskSheet site={site} title={desk.waiting} form={form} told={props.told}>
      <Statuses site={site} filter={filter} />
      <Narrow site={site} filter={filter} />
      {props.fault && <p class="problems">{desk.keyFaults[props.fault]}</p>}
      {!props.fault && props.isKeyGone && (
        <p class="problems">
          {desk.keyGone} <a href="/moderation/retention">{desk.retention}</a>
        </p>
      )}
      {reported.length > 0 && (
        <>
          <h2>{desk.reported}</h2>
          <List site={site} items={reported} form={form} />
          <h2>{desk.waiting}</h2>
        </>
      )}
      {queue.length === 0 && <p>{next ? desk.noneSoFar : desk.nothing}</p>}
      <List site={site} items={queue} form={form} />
      {next && (
        <p class="more">
          <a href={pathOf(filter, { after: next })}>{desk.next}</a>
        </p>
      )}
    </DeskSheet>
  );
};

/** What waits, and what was decided: there a decision is undone by another one. */
const Statuses = ({ site, filter }: Pick<Props, 'site' | 'filter'>) => (
  <p class="answers">
    {deskStatuses.map((status) => (
      <>
        <a
          href={pathOf({ ...filter, status })}
          aria-current={status === filter.status ? 'page' : undefined}
        >
          {site.desk.statuses[status]}
        </a>{' '}
      </>
    ))}
  </p>
);

/** Fewer of them: for one reason, with some words, of one article. */
const Narrow = ({ site: { desk, words }, filter }: Pick<Props, 'site' | 'filter'>) => (
  <form method="get" action="/moderation" class="search">
    <label for="q">{desk.searchIn}</label>
    <input id="q" name="q" type="search" value={filter.text} />
    <label for="reason">{desk.forReason}</label>
    <select id="reason" name="reason">
      <option value="">{desk.anyReason}</option>
      {Object.entries(desk.reasons).map(([rule, reason]) => (
        <option value={rule} selected={rule === filter.reason}>
          {reason}
        </option>
      ))}
    </select>
    <input type="hidden" name="status" value={filter.status} />
    {filter.slug && (
      <>
        <label for="article">{desk.byArticle}</label>
        <input id="article" name="article" value={filter.slug} />
      </>
    )}
    <button type="submit">{words.search}</button>
    {(filter.text || filter.reason || filter.slug) && (
      <a href={pathOf({ status: filter.status })}>{desk.showAll}</a>
    )}
  </form>
);

function pathOf({ status, slug, reason, text }: Filter, more: Told = {}): string {
  const query = new URLSearchParams({
    ...(status !== 'pending' && { status }),
    ...(slug && { article: slug }),
    ...(reason && { reason }),
    ...(text && { q: text }),
    ...more,
  });
  return query.size > 0 ? `/moderation?${query}` : '/moderation';
}
