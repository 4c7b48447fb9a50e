// What an article page says to machines: schema.org, as one object whose type is exactly NewsArticle.
import type { Article } from './articles.ts';
import { plainText } from './body.ts';
import type { Comment, Conversation } from './comments.ts';

/** What is known of the site that publishes. */
export interface Publisher {
  readonly name: string;
  /** The origin, without a slash at the end. */
  readonly url: string;
  readonly language: string;
}

/** Characters of a comment that are told; the rest is on the page. */
const commentLength = 200;

/**
 * @param conversation the page of it that is shown; undefined while the database is away: then nothing
 * is said of comments and shares
 * @see https://schema.org/NewsArticle
 */
export function newsArticle(
  article: Article,
  publisher: Publisher,
  conversation: Pick<Conversation, 'comments' | 'commentCount' | 'shareCount'> | undefined,
) {
  const url = `${publisher.url}/articles/${article.slug}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: url,
    url,
    headline: article.headline,
    description: article.description,
    inLanguage: article.language ?? publisher.language,
    datePublished: article.publishedAt,
    dateModified: article.updatedAt ?? article.publishedAt,
    author: article.byline.map(({ name, url }) => ({
      '@type': 'Person',
      name,
      ...(url && { url }),
    })),
    image: picturesOf(article, publisher.url),
    publisher: { '@type': 'NewsMediaOrganization', name: publisher.name, url: `${publisher.url}/` },
    ...(article.dateline && { dateline: article.dateline }),
    ...(article.tags.length > 0 && { keywords: article.tags }),
    ...(article.corrections.length > 0 && {
      correction: article.corrections.map(({ date, text }) => ({
        '@type': 'CorrectionComment',
        datePublished: date,
        text,
      })),
    }),
    wordCount: article.wordCount,
    timeRequired: `PT${article.readingMinutes}M`,
    ...(conversation && {
      interactionStatistic: [
        counter('CommentAction', conversation.commentCount),
        counter('ShareAction', conversation.shareCount),
      ].slice(article.comments === 'off' ? 1 : 0),
      ...(article.comments !== 'off' && conversationOf(url, publisher.url, conversation)),
    }),
  };
}

/** The article's own picture if it has one, and the one that links to it are shown with. */
const picturesOf = ({ image, unfurl }: Article, origin: string) => [
  ...(image ? [pictureOf(origin + image.src, image.width, image.height, image.credit)] : []),
  pictureOf(origin + unfurl, 1200, 630),
];

const pictureOf = (url: string, width: number, height: number, creditText?: string) => ({
  '@type': 'ImageObject',
  url,
  width,
  height,
  ...(creditText && { creditText }),
});

const counter = (type: string, count: number) => ({
  '@type': 'InteractionCounter',
  interactionType: `https://schema.org/${type}`,
  userInteractionCount: count,
});

const conversationOf = (
  url: string,
  origin: string,
  { comments, commentCount }: Pick<Conversation, 'comments' | 'commentCount'>,
) => ({
  discussionUrl: `${url}#comments`,
  commentCount,
  comment: comments
    .filter(({ status }) => status === 'approved')
    .map((comment) => commentOf(comment, origin)),
});

const commentOf = ({ id, name, tree, createdAt, parentId }: Comment, origin: string) => ({
  '@type': 'Comment',
  url: `${origin}/comments/${id}`,
  author: { '@type': 'Person', name },
  dateCreated: new Date(createdAt).toISOString(),
  text: shortened(plainText(tree)),
  ...(parentId && { parentItem: { '@type': 'Comment', url: `${origin}/comments/${parentId}` } }),
});

/** Cut between characters, never inside one. */
function shortened(text: string): string {
  if (text.length <= commentLength) return text; // no character is shorter than one unit of UTF-16
  const [, beginning] = tooLong.exec(text) ?? [];
  return beginning === undefined ? text : `${beginning}…`;
}

/** What begins a text that is longer than that. */
const tooLong = new RegExp(`^(.{${commentLength - 1}})..`, 'su');
