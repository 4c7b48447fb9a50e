import { SearchForm } from './archive.tsx';
import { Layout, type Site } from './layout.tsx';

interface Props {
  readonly site: Site;
  readonly title: string;
  readonly text: string;
  /** Where nothing was found: what to look for instead. */
  readonly query?: string | undefined;
  /** By which what went wrong can be found in the log. */
  readonly request?: string | undefined;
}

/** A plain word to the reader when there is nothing else to show. */
export const Notice = ({ site, title, text, query, request }: Props) => (
  <Layout site={site} title={title} isIndexed={false}>
    <section class="notice">
      <h1>{title}</h1>
      <p>{text}</p>
      {query !== undefined && <SearchForm words={site.words} query={query} />}
      {request && (
        <p class="quiet">
          {site.words.reference} <code>{request}</code>
        </p>
      )}
      <p>
        <a href="/">{site.name}</a>
      </p>
    </section>
  </Layout>
);
