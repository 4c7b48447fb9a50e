import type { DayCount, Event } from '../model/visits.ts';
import { plural } from '../strings/say.ts';
import { DeskSheet } from './desk.tsx';
import { type DeskSite, Moment } from './layout.tsx';

interface Props {
  readonly site: DeskSite;
  /** The slug that was asked for; without one it is all articles. */
  readonly article: string | undefined;
  /** Days since 1970: the first and the last that are shown. */
  readonly since: number;
  readonly today: number;
  readonly counts: readonly DayCount[];
}

const dayLength = 24 * 60 * 60 * 1000;
const events = ['share', 'arrival'] as const;

/** How often articles were passed on, and how often short links brought somebody. */
export const SharesPage = ({ site, article, since, today, counts }: Props) => {
  const query = `?days=${today - since + 1}${article ? `&article=${article}` : ''}`;
  return (
    <DeskSheet site={site} title={site.desk.shares}>
      <p>
        <Moment site={site} at={since * dayLength} /> –{' '}
        <Moment site={site} at={today * dayLength} />
        {article && (
          <>
            {' · '}
            <a href={`/articles/${article}`}>{article}</a>
          </>
        )}
      </p>
      <p class="periods">
        {[7, 30, 90, 365].map((days) => (
          <>
            <a href={`/moderation/shares?days=${days}${article ? `&article=${article}` : ''}`}>
              {plural(site.words, site.desk.lastDays, days)}
            </a>{' '}
          </>
        ))}
        <a href={`/moderation/shares.csv${query}`}>CSV</a>
      </p>
      {counts.length === 0 ? (
        <p>{site.desk.noShares}</p>
      ) : (
        <>
          <Chart site={site} since={since} today={today} counts={counts} />
          <Sums
            site={site}
            title={site.desk.byArticle}
            rows={sums(counts, ({ slug }) => slug)}
            href={(slug) => `/moderation/shares?days=${today - since + 1}&article=${slug}`}
          />
          <Sums
            site={site}
            title={site.desk.byChannel}
            rows={sums(counts, ({ channel }) => channel)}
          />
        </>
      )}
    </DeskSheet>
  );
};

const height = 120;

/** A bar for each day and event; the tables below say the same in numbers. */
const Chart = ({ site, since, today, counts }: Omit<Props, 'article'>) => {
  const days = Array.from({ length: today - since + 1 }, (_, index) => since + index);
  const byDay = new Map(sums(counts, ({ day }) => String(day)));
  const most = Math.max(...[...byDay.values()].flatMap(Object.values));
  const width = Math.max(4, Math.floor(720 / days.length));
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${days.length * width} ${height}`}
        role="img"
        aria-label={site.desk.shares}
      >
        {days.flatMap((day, index) =>
          events.map((event, place) => {
            const count = byDay.get(String(day))?.[event] ?? 0;
            const tall = (count / most) * height;
            return (
              <rect
                class={event}
                x={index * width + (place * width) / 2}
                y={height - tall}
                width={(width / 2) * 0.9}
                height={tall}
              />
            );
          }),
        )}
      </svg>
      <figcaption>
        {events.map((event) => (
          <span class={event}>{site.desk.events[event]}</span>
        ))}{' '}
        {plural(site.words, site.desk.most, most)}
      </figcaption>
    </figure>
  );
};

interface SumsProps {
  readonly site: DeskSite;
  readonly title: string;
  readonly rows: readonly (readonly [name: string, sum: Sum])[];
  readonly href?: (name: string) => string;
}

const Sums = ({ site, title, rows, href }: SumsProps) => (
  <table class="sums">
    <thead>
      <tr>
        <th scope="col">{title}</th>
        {events.map((event) => (
          <th scope="col">{site.desk.events[event]}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, sum]) => (
        <tr>
          <th scope="row">{href ? <a href={href(name)}>{name}</a> : name}</th>
          {events.map((event) => (
            <td>{sum[event]}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

type Sum = Record<Event, number>;

/** What belongs together under one name, added up; the largest first. */
function sums(counts: readonly DayCount[], nameOf: (count: DayCount) => string): [string, Sum][] {
  const byName = Map.groupBy(counts, nameOf);
  return [...byName]
    .map(([name, some]): [string, Sum] => [
      name,
      { share: total(some, 'share'), arrival: total(some, 'arrival') },
    ])
    .sort(([, a], [, b]) => b.share + b.arrival - (a.share + a.arrival));
}

const total = (counts: readonly DayCount[], event: Event) =>
  counts.filter((one) => one.event === event).reduce((sum, { count }) => sum + count, 0);

/** RFC 4180. No field of it needs quotes: slugs, words of ours and numbers. */
export const countsAsCsv = (counts: readonly DayCount[]): string =>
  [
    'day,article,event,channel,count',
    ...counts.map(({ day, slug, event, channel, count }) =>
      [new Date(day * dayLength).toISOString().slice(0, 10), slug, event, channel, count].join(','),
    ),
  ]
    .map((line) => `${line}\r\n`)
    .join('');
