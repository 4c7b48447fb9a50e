import type { CompiledHtml } from '../model/compiled.ts';
import type { Page } from '../model/pages.ts';
import { Compiled } from './compiled.tsx';
import { Layout, Moment, type Site, spokenIn } from './layout.tsx';

interface Props {
  readonly site: Site;
  readonly page: Page;
  readonly story: CompiledHtml;
}

/** A page that is no article: neither signed nor answered. */
export const PlainPage = ({ site, page, story }: Props) => (
  <Layout
    site={site}
    title={page.headline}
    description={page.description}
    canonical={`${site.url}/pages/${page.slug}`}
  >
    <article {...spokenIn(site, page)}>
      <header class="head">
        {page.draft && <p class="status">{site.words.draft}</p>}
        <h1>{page.headline}</h1>
        {page.dek && <p class="dek">{page.dek}</p>}
      </header>
      <div class="story">
        <Compiled html={story} />
      </div>
      {page.updatedAt && (
        <p class="tags quiet">
          {site.words.updated} <Moment site={site} at={Date.parse(page.updatedAt)} />
        </p>
      )}
    </article>
  </Layout>
);
