import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { page } from '../../build/page.ts';
import type { CompiledHtml } from '../model/compiled.ts';
import type { DeskWords, PrivacyWords, Words } from '../strings/language.ts';
import { directionOf } from '../strings/say.ts';
import { Compiled } from './compiled.tsx';

/** What every page knows about the site it belongs to. */
export interface Site {
  readonly name: string;
  /** The origin, without a slash at the end. */
  readonly url: string;
  /** Of articles that name none. */
  readonly language: string;
  readonly timeZone: string;
  readonly words: Words;
  /** The pages that are no articles. */
  readonly pages: readonly { readonly path: string; readonly headline: string }[];
}

/** The site as its privacy page, and what belongs to it, know it. */
export interface PrivacySite extends Site {
  readonly privacy: PrivacyWords;
}

/** The site as its moderators' desk knows it. */
export interface DeskSite extends Site {
  readonly desk: DeskWords;
  readonly style: CompiledHtml;
  /** Makes the desk quicker to work at. */
  readonly script: CompiledHtml;
}

interface Props {
  readonly site: Site;
  readonly title: string;
  readonly description?: string;
  readonly canonical?: string;
  /** false keeps the page out of search engines. */
  readonly isIndexed?: boolean | undefined;
  readonly head?: Child;
  readonly hasScript?: boolean;
  /** Of the desk, which has a style and a script of its own. */
  readonly desk?: Pick<DeskSite, 'style' | 'script'>;
  /** What the content is, to readers of microformats. */
  readonly microformat?: 'h-entry';
  readonly children?: Child;
}

/** The sheet every page is printed on: head, masthead, content, footer. */
export const Layout = ({ site, title, description, canonical, ...props }: Props) =>
  html`<!doctype html>${(
    <html lang={site.words.language} dir={directionOf(site.words.language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === site.name ? title : `${title} | ${site.name}`}</title>
        {description && <meta name="description" content={description} />}
        {canonical && <link rel="canonical" href={canonical} />}
        <meta
          name="robots"
          content={props.isIndexed === false ? 'noindex' : 'max-image-preview:large'}
        />
        {props.head}
        <link rel="alternate" type="application/rss+xml" href="/feed.xml" title={site.name} />
        <link rel="alternate" type="application/atom+xml" href="/atom.xml" title={site.name} />
        <link rel="alternate" type="application/feed+json" href="/feed.json" title={site.name} />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/site.webmanifest" />
        <meta name="color-scheme" content="light dark" />
        {Object.entries(page.paper).map(([scheme, paper]) => (
          <meta
            name="theme-color"
            content={paper}
            media={`(prefers-color-scheme: ${scheme})`}
            data-of={scheme}
          />
        ))}
        <script>
          <Compiled html={page.scheme} />
        </script>
        <style>
          <Compiled html={page.style} />
        </style>
        {props.desk && (
          <style>
            <Compiled html={props.desk.style} />
          </style>
        )}
      </head>
      <body>
        <a class="skip" href="#main">
          {site.words.skipToStory}
        </a>
        <header class={mastheadOf(site.name)}>
          <a href="/" rel="home">
            {site.name}
          </a>
        </header>
        <main id="main" class={props.microformat}>
          {props.children}
        </main>
        <footer class="colophon">
          <p>
            <a href="/articles">{site.words.allArticles}</a>{' '}
            <a href="/search">{site.words.search}</a>{' '}
            {site.pages.map(({ path, headline }) => (
              <>
                <a href={path}>{headline}</a>{' '}
              </>
            ))}
            <a href="/privacy">{site.words.privacy}</a> <span>{site.words.footer}</span>
          </p>
          <fieldset class="scheme">
            <legend>{site.words.scheme.title}</legend>
            {schemes.map(([value, name]) => (
              <label>
                <input type="radio" name="scheme" value={value} checked={value === ''} />{' '}
                {site.words.scheme[name]}
              </label>
            ))}
          </fieldset>
        </footer>
        {props.hasScript && (
          <script>
            <Compiled html={page.script} />
          </script>
        )}
        {props.desk && (
          <script>
            <Compiled html={props.desk.script} />
          </script>
        )}
      </body>
    </html>
  )}`;

/** A long name is set smaller; letters that join are not spaced, whatever the page speaks. */
const mastheadOf = (name: string): string =>
  `masthead${name.length > 16 ? ' long' : ''}${/[\u0600-\u06ff]/.test(name) ? ' joined' : ''}`;

const schemes = [
  ['', 'system'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const;

/** Of what an article or a page says, on a sheet whose interface may speak another language. */
export const spokenIn = ({ words, language: own }: Site, { language = own }: Spoken) =>
  ({ lang: language === words.language ? undefined : language, dir: 'auto' }) as const;

interface Spoken {
  /** A BCP 47 tag; without one, the site's language. */
  readonly language?: string;
}

/** A moment, written as the site's readers write dates, in the site's time zone. */
export const Moment = ({ site, at, withTime = false, microformat }: MomentProps) => (
  <time class={microformat} datetime={new Date(at).toISOString()}>
    {dates(site, withTime).format(at)}
  </time>
);

/** The same as plain text. */
export const inWords = (site: Site, at: number): string => dates(site, false).format(at);

interface MomentProps {
  readonly site: Site;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly withTime?: boolean;
  readonly microformat?: 'dt-published' | 'dt-updated';
}

// Making a format takes longer than using it fifty times.
const formats = new Map<string, Intl.DateTimeFormat>();

function dates({ words, timeZone }: Site, withTime: boolean): Intl.DateTimeFormat {
  const key = `${words.dates} ${timeZone} ${withTime}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(words.dates, {
    dateStyle: 'long',
    ...(withTime && { timeStyle: 'short' }),
    timeZone,
  });
  formats.set(key, format);
  return format;
}
