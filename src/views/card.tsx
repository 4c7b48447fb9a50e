import { html } from 'hono/html';
import { page } from '../../build/page.ts';
import type { Article } from '../model/articles.ts';
import { plural } from '../strings/say.ts';
import { Compiled } from './compiled.tsx';
import { Moment, type Site } from './layout.tsx';

interface Props {
  readonly site: Site;
  readonly article: Article;
  readonly canonicalUrl: string;
}

/** An article as a card in another site's frame. */
export const Card = ({ site, article, canonicalUrl }: Props) =>
  html`<!doctype html>${(
    <html lang={article.language ?? site.language} dir="auto">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{article.headline}</title>
        <link rel="canonical" href={canonicalUrl} />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <style>
          <Compiled html={page.style} />
        </style>
      </head>
      <body class="card">
        <main>
          <p class="quiet">{site.name}</p>
          <h1>
            <a href={canonicalUrl} target="_top" dir="auto">
              {article.headline}
            </a>
          </h1>
          <p dir="auto">{article.description}</p>
          <p class="quiet" lang={site.words.language}>
            <Moment site={site} at={Date.parse(article.publishedAt)} /> ·{' '}
            {plural(site.words, site.words.minutes, article.readingMinutes)}
          </p>
        </main>
      </body>
    </html>
  )}`;

/** What another site writes to show the card: a frame, and nothing that runs. */
export const cardCode = (canonicalUrl: string, { headline }: Article): string =>
  (
    <iframe
      src={`${canonicalUrl}/card`}
      title={headline}
      width="100%"
      height="260"
      loading="lazy"
      style="border:1px solid #cfc7b8;max-width:600px"
    ></iframe>
  ).toString();
