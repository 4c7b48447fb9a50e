import type { Chore } from '../model/retention.ts';
import type { KeyUse } from '../model/rotation.ts';
import { tables } from '../strings/language.ts';
import { plural } from '../strings/say.ts';
import { DeskSheet } from './desk.tsx';
import { type DeskSite, Moment, type PrivacySite } from './layout.tsx';
import { AddressField } from './privacy.tsx';

/** A key, as far as the site has it. */
export interface DrawnKey extends KeyUse {
  readonly state: 'current' | 'previous' | 'leaked' | 'unknown';
}

interface Props {
  readonly site: DeskSite & PrivacySite;
  readonly keys: readonly DrawnKey[];
  readonly chores: readonly Chore[];
  /** undefined where no webhook is sent. */
  readonly webhookSecret: string | undefined;
  /** undefined while there is no key. */
  readonly token: string | undefined;
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
}

/** For moderators: what hangs on which key, when what is to be forgotten was, and whose comments somebody asks for. */
export const RetentionPage = ({ site, keys, chores, webhookSecret, ...find }: Props) => {
  const { desk, privacy } = site;
  return (
    <DeskSheet site={site} title={desk.retention}>
      <div class="reply">
        <Find site={site} {...find} />
        <h2>{desk.keys}</h2>
        <table class="sums">
          <thead>
            <tr>
              <th scope="col">{desk.keyId}</th>
              <th scope="col">{desk.addresses}</th>
              <th scope="col">{desk.commenters}</th>
              <th scope="col">{desk.keyUse}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr>
                <th scope="row">
                  <code>{key.id}</code>
                </th>
                <td>{key.addresses.toLocaleString(site.words.dates)}</td>
                <td>{key.commenters.toLocaleString(site.words.dates)}</td>
                <td>
                  {desk.keyState[key.state]}. {adviceFor(site, key)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {webhookSecret && (
          <>
            <h2>{desk.webhook}</h2>
            <p>
              {desk.webhookSecret} <code>{webhookSecret}</code>
            </p>
          </>
        )}
        <h2>{desk.chores}</h2>
        {chores.length === 0 && <p>{desk.neverDone}</p>}
        {chores.length > 0 && (
          <table class="sums">
            <thead>
              <tr>
                <th scope="col">{desk.chore}</th>
                <th scope="col">{desk.lastDone}</th>
                <th scope="col">{desk.rowsGone}</th>
              </tr>
            </thead>
            <tbody>
              {chores.map(({ name, doneAt, rows }) => (
                <tr>
                  <th scope="row">{desk.choreNames[name]}</th>
                  <td>
                    <Moment site={site} at={doneAt} withTime />
                  </td>
                  <td>{rows.toLocaleString(site.words.dates)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <h2>{privacy.tablesTitle}</h2>
        <dl>
          {tables(privacy).map(([table, { howLong, columns }]) => (
            <div>
              <dt>
                <a href={`/privacy#table-${table}`}>
                  <code>{table}</code>
                </a>
              </dt>
              <dd>
                <code>{Object.keys(columns).join(', ')}</code>. {howLong}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </DeskSheet>
  );
};

function adviceFor({ words, desk }: DeskSite, { state, addresses, commenters }: DrawnKey): string {
  switch (state) {
    case 'current':
    case 'unknown':
      return '';
    case 'leaked':
      return addresses > 0 ? plural(words, desk.keep, addresses) : desk.mayDrop;
    case 'previous':
      return addresses + commenters > 0
        ? plural(words, desk.keep, Math.max(addresses, commenters))
        : desk.mayDrop;
    default:
      return state satisfies never;
  }
}

const Find = ({ site, token, typed, problem }: Omit<Props, 'keys' | 'chores' | 'webhookSecret'>) =>
  token ? (
    <form method="post" action="/moderation/commenters" novalidate>
      <h2>{site.desk.find}</h2>
      <AddressField
        site={site}
        token={token}
        hint={site.desk.findHint}
        typed={typed}
        problem={problem}
        autocomplete="off"
      />
      <p class="send">
        <button type="submit">{site.desk.findButton}</button>
      </p>
    </form>
  ) : (
    <p class="problems">{site.words.closedWithoutKey}</p>
  );
