import type { Decision } from '../model/decisions.ts';
import { DeskSheet } from './desk.tsx';
import { type DeskSite, Moment } from './layout.tsx';

interface Props {
  readonly site: DeskSite;
  /** Newest first. */
  readonly decisions: readonly Decision[];
  /** The id before which the list goes on, if it does. */
  readonly next: number | undefined;
}

/** For moderators: what was decided, and what it was before. */
export const DecisionsPage = ({ site, decisions, next }: Props) => {
  const { desk, words } = site;
  return (
    <DeskSheet site={site} title={desk.log}>
      <p>
        <a href="/moderation/log.csv">{desk.asCsv}</a>
      </p>
      {decisions.length === 0 && <p>{desk.noDecisions}</p>}
      {decisions.length > 0 && (
        <table class="sums">
          <thead>
            <tr>
              <th scope="col">{desk.when}</th>
              <th scope="col">{words.comment}</th>
              <th scope="col">{desk.was}</th>
              <th scope="col">{desk.became}</th>
              <th scope="col">{desk.by}</th>
            </tr>
          </thead>
          <tbody>
            {decisions.map(({ commentId, was, became, moderator, decidedAt }) => (
              <tr>
                <th scope="row">
                  <Moment site={site} at={decidedAt} withTime />
                </th>
                <td>
                  <a href={`/moderation/comments/${commentId}`}>
                    <code>{commentId}</code>
                  </a>
                </td>
                <td>{desk.statuses[was]}</td>
                <td>{desk.statuses[became]}</td>
                <td>
                  <bdi>{moderator}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <p class="more">
          <a href={`/moderation/log?before=${next}`}>{desk.earlier}</a>
        </p>
      )}
    </DeskSheet>
  );
};

/** As RFC 4180 has it. A moderator's name is quoted, and begins nothing that a spreadsheet would compute. */
export const decisionsAsCsv = (decisions: readonly Decision[]): string =>
  [
    'decided_at,comment,was,became,moderator',
    ...decisions.map(({ commentId, was, became, moderator, decidedAt }) =>
      [new Date(decidedAt).toISOString(), commentId, was, became, quoted(moderator)].join(),
    ),
  ]
    .map((line) => `${line}\r\n`)
    .join('');

const quoted = (name: string) => `"${name.replace(/^(?=[=+\-@\t])/, "'").replaceAll('"', '""')}"`;
