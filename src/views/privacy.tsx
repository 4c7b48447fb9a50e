import type { Article } from '../model/articles.ts';
import type { Comment } from '../model/comments.ts';
import type { Owned } from '../model/rights.ts';
import { type Kept, tables } from '../strings/language.ts';
import { plural } from '../strings/say.ts';
import { Body } from './body.tsx';
import { Layout, Moment, type PrivacySite, type Site } from './layout.tsx';

interface PrivacyProps {
  readonly site: PrivacySite;
  /** Whether a link can be sent to an address. */
  readonly canSend: boolean;
  /** Whether the forms for comments ask Turnstile. */
  readonly asksTurnstile: boolean;
  /** undefined while there is no key: then nothing is kept either. */
  readonly token: string | undefined;
  /** What was just done. */
  readonly said?: 'sent' | 'confirmed' | 'erased' | 'nothing' | undefined;
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
}

/** What is kept about people, column by column, and how they come to what is theirs. */
export const PrivacyPage = ({ site, asksTurnstile, ...yours }: PrivacyProps) => {
  const { privacy } = site;
  return (
    <Layout site={site} title={privacy.title} canonical={`${site.url}/privacy`}>
      <article class="privacy">
        <h1>{privacy.title}</h1>
        <p class="dek">{asksTurnstile ? privacy.checkedLead : privacy.lead}</p>
        <h2 id="address">{privacy.addressTitle}</h2>
        <p>{privacy.address}</p>
        <p>{privacy.protects}</p>
        <p>{privacy.protectsNot}</p>
        <h2>{privacy.cookieTitle}</h2>
        <p>{privacy.cookie}</p>
        {asksTurnstile && (
          <>
            <h2 id="turnstile">{privacy.checkTitle}</h2>
            <p>{privacy.check}</p>
          </>
        )}
        <Yours site={site} {...yours} />
        <h2>{privacy.recoveryTitle}</h2>
        <p>{privacy.recovery}</p>
        <h2>{privacy.tablesTitle}</h2>
        {tables(privacy).map(([table, entry]) => (
          <Table site={site} table={table} entry={entry} />
        ))}
      </article>
    </Layout>
  );
};

const Table = ({ site, table, entry }: TableProps) => (
  <section aria-labelledby={`table-${table}`}>
    <h3 id={`table-${table}`}>
      <code>{table}</code>
    </h3>
    <p>
      {entry.what} <b>{site.privacy.howLong}</b> {entry.howLong}
    </p>
    <dl>
      {Object.entries(entry.columns).map(([column, meaning]) => (
        <div>
          <dt>
            <code>{column}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </section>
);

interface TableProps {
  readonly site: PrivacySite;
  readonly table: string;
  readonly entry: Kept;
}

type YoursProps = Omit<PrivacyProps, 'asksTurnstile'>;

const Yours = ({ site, canSend, token, said, typed, problem }: YoursProps) => {
  const { privacy } = site;
  return (
    <section id="yours" class="reply" aria-labelledby="yours-title">
      <h2 id="yours-title">{privacy.yoursTitle}</h2>
      {said && (
        <p class="status" role="status">
          {said === 'nothing' ? privacy.nothingYours : privacy[said]}
        </p>
      )}
      <p>{privacy.yours}</p>
      {canSend && token ? (
        <form method="post" action="/privacy/links#yours" novalidate>
          <AddressField
            site={site}
            token={token}
            hint={privacy.askByMail}
            typed={typed}
            problem={problem}
            autocomplete="email"
          />
          <p class="send">
            <button type="submit">{privacy.sendLink}</button>
          </p>
        </form>
      ) : (
        <>
          <p>{privacy.askEditors}</p>
          <ul>
            {site.pages.map(({ path, headline }) => (
              <li>
                <a href={path}>{headline}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

interface AddressProps {
  readonly site: PrivacySite;
  readonly token: string;
  readonly hint: string;
  readonly typed: string | undefined;
  readonly problem: string | undefined;
  /** A moderator types somebody else's. */
  readonly autocomplete: 'email' | 'off';
}

/** Where an address is typed whose comments are looked for, with what was wrong with it. */
export const AddressField = ({ site, token, hint, typed, problem, autocomplete }: AddressProps) => (
  <>
    <Problem problem={problem} />
    <input type="hidden" name="token" value={token} />
    <p class="field">
      <label for="email">{site.words.email}</label>
      <input
        id="email"
        name="email"
        type="email"
        value={typed}
        autocomplete={autocomplete}
        required
        {...(problem && { 'aria-invalid': 'true' as const, 'aria-describedby': 'problem' })}
      />
      <span class="hint">{hint}</span>
    </p>
  </>
);

const Problem = ({ problem }: { problem: string | undefined }) =>
  problem ? (
    <div id="problems" class="problems" role="alert" tabindex={-1} autofocus>
      <p id="problem">{problem}</p>
    </div>
  ) : null;

interface LinkProps {
  readonly site: PrivacySite;
  /** Whether it says that an address is its owner's; otherwise it opens their comments. */
  readonly isConfirmation: boolean;
  /** What is to be confirmed. */
  readonly comment: Comment | undefined;
  /** Where it stands, unless its file was taken away since. */
  readonly article: Article | undefined;
  /** The token in the link. */
  readonly pass: string;
  readonly token: string | undefined;
}

/** Where a link in a message leads: mail scanners follow links, but press no buttons. */
export const LinkPage = ({ site, isConfirmation, comment, article, pass, token }: LinkProps) => {
  const { privacy } = site;
  return (
    <Layout site={site} title={privacy.linkTitle} isIndexed={false}>
      <section class="reply alone">
        <h1>{privacy.linkTitle}</h1>
        <p>{isConfirmation ? privacy.confirmHint : privacy.linkHint}</p>
        {comment && (
          <blockquote>
            <p>
              <bdi>{comment.name}</bdi> {site.words.on}{' '}
              <a href={`/articles/${comment.slug}`}>{article?.headline ?? comment.slug}</a>
            </p>
            <Body tree={comment.tree} language={comment.language} />
          </blockquote>
        )}
        <form method="post" action={`/privacy/${isConfirmation ? 'confirmations' : 'sessions'}`}>
          <input type="hidden" name="pass" value={pass} />
          <input type="hidden" name="token" value={token} />
          <p class="send">
            <button type="submit">{isConfirmation ? privacy.confirm : privacy.openComments}</button>
          </p>
        </form>
      </section>
    </Layout>
  );
};

interface OwnProps {
  readonly site: PrivacySite;
  /** Oldest first. An article is undefined when its file was taken away since. */
  readonly comments: readonly { readonly comment: Owned; readonly article: Article | undefined }[];
  /** Comments that are shown at most. */
  readonly most: number;
  readonly session: string;
  readonly token: string | undefined;
  readonly typed?: string | undefined;
  readonly problem?: string | undefined;
}

/** What is under an address, for its owner. */
export const OwnPage = ({ site, comments, most, ...rights }: OwnProps) => (
  <Layout site={site} title={site.privacy.yoursTitle} isIndexed={false}>
    <section class="comments reply alone">
      <h1>{site.privacy.yoursTitle}</h1>
      {comments.length === 0 ? (
        <p>{site.privacy.nothingYours}</p>
      ) : (
        <>
          <ol class="threads">
            {comments.map((one) => (
              <Item site={site} {...one} />
            ))}
          </ol>
          {comments.length === most && (
            <p class="quiet">{plural(site.words, site.privacy.more, most)}</p>
          )}
          <Rights site={site} name={comments[0]?.comment.name ?? ''} {...rights} />
        </>
      )}
    </section>
  </Layout>
);

const Item = ({ site, comment, article }: { site: Site } & OwnProps['comments'][number]) => (
  <li>
    <h2>
      <bdi>{comment.name}</bdi> {site.words.on}{' '}
      <a href={`/articles/${comment.slug}`}>{article?.headline ?? comment.slug}</a>
    </h2>
    <p class="quiet">
      <Moment site={site} at={comment.createdAt} withTime /> {site.words.managed[comment.status]}
    </p>
    <Body tree={comment.tree} language={comment.language} />
  </li>
);

const Rights = ({
  site,
  name,
  session,
  token,
  typed,
  problem,
}: Omit<OwnProps, 'comments' | 'most'> & { name: string }) => {
  const { privacy } = site;
  const Hidden = () => (
    <>
      <input type="hidden" name="session" value={session} />
      <input type="hidden" name="token" value={token} />
    </>
  );
  return (
    <>
      <p>
        <a href={`/privacy/comments.json?session=${session}`} download="comments.json">
          {privacy.download}
        </a>
      </p>
      <form method="post" action="/privacy/names" novalidate>
        <Problem problem={problem} />
        <Hidden />
        <p class="field">
          <label for="name">{privacy.nameTitle}</label>
          <input id="name" name="name" value={typed ?? name} required />
        </p>
        <p class="send">
          <button type="submit">{privacy.saveName}</button>
        </p>
      </form>
      <h2>{privacy.eraseTitle}</h2>
      <form method="post" action="/privacy/erasures">
        <Hidden />
        <p>{privacy.eraseHint}</p>
        <p class="send">
          <button type="submit">{privacy.erase}</button>
        </p>
      </form>
    </>
  );
};
