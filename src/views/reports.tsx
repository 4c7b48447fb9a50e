import type { Article } from '../model/articles.ts';
import type { Reason } from '../model/reports.ts';
import { Layout, type Site } from './layout.tsx';
import { asContent } from './reply.tsx';

interface Props {
  readonly site: Site;
  /** Of the comment. */
  readonly id: string;
  /** undefined while the database is away. */
  readonly article?: Article;
  /** undefined while there is no key to sign it: then nothing can be reported. */
  readonly token: string | undefined;
  /** Characters that a report may have. */
  readonly most: number;
  readonly isSent?: boolean;
  /** What was typed and chosen in an earlier try, and what was wrong with it. */
  readonly typed?: string;
  readonly chosen?: Reason | undefined;
  readonly problem?: string | undefined;
}

/** Where a reader tells the moderators what is wrong with a comment. */
export const ReportPage = (props: Props) => {
  const { site, id, article, isSent } = props;
  return (
    <Layout site={site} title={site.words.reports.title} isIndexed={false}>
      <section class="reply alone">
        <h1>{site.words.reports.title}</h1>
        <p>
          <a href={`/comments/${id}`}>{site.words.reports.theComment}</a>
          {article && (
            <>
              {' '}
              {site.words.on} <a href={`/articles/${article.slug}`}>{article.headline}</a>
            </>
          )}
        </p>
        {isSent ? (
          <p class="status" role="status">
            {site.words.reports.sent}
          </p>
        ) : (
          <ReportForm {...props} />
        )}
      </section>
    </Layout>
  );
};

const ReportForm = ({ site, id, token, most, typed, chosen, problem }: Props) => (
  <form method="post" action={`/comments/${id}/reports`} novalidate>
    {problem && (
      <div id="problems" class="problems" role="alert" tabindex={-1} autofocus>
        <p>{problem}</p>
      </div>
    )}
    {token === undefined && !problem && <p>{site.words.notices.noReports.text}</p>}
    <input type="hidden" name="token" value={token} />
    <fieldset>
      <legend>{site.words.reports.reason}</legend>
      {reasonNames(site).map(([reason, name]) => (
        <p>
          <label>
            <input type="radio" name="reason" value={reason} checked={reason === chosen} required />{' '}
            {name}
          </label>
        </p>
      ))}
    </fieldset>
    <p class="field">
      <label for="words">{site.words.reports.words}</label>
      <textarea id="words" name="words" rows={4} maxlength={most} dir="auto">
        {asContent(typed ?? '')}
      </textarea>
    </p>
    <p class="send">
      <button type="submit">{site.words.reports.send}</button>
    </p>
  </form>
);

const reasonNames = ({ words }: Site) => Object.entries(words.reports.reasons);
