import { Layout, type Site } from './layout.tsx';

interface Props {
  readonly site: Site;
  readonly title: string;
  readonly text: string;
}

/** A plain word to the reader when there is nothing else to show. */
export const Notice = ({ site, title, text }: Props) => (
  <Layout site={site} title={title} isIndexed={false}>
    <section class="notice">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href="/">{site.name}</a>
      </p>
    </section>
  </Layout>
);
