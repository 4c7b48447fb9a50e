import { expect, test } from 'vitest';
import { publishedArticles } from '../../src/model/articles.ts';
import type { Comment } from '../../src/model/comments.ts';
import { newsArticle } from '../../src/model/structured-data.ts';

const [article] = publishedArticles(Date.now());
if (!article) throw new Error('no article');
const publisher = { name: 'Broadside', url: 'https://broadside.example', language: 'en' };
const url = `${publisher.url}/articles/${article.slug}`;

const comment: Comment = {
  id: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
  slug: article.slug,
  parentId: null,
  path: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
  name: 'Leyla',
  role: null,
  website: null,
  tree: [['p', 'Well said.']],
  language: undefined,
  face: 'face',
  status: 'approved',
  createdAt: Date.UTC(2023, 3, 7),
  editedAt: null,
};

test('an article is one NewsArticle with all that a newsroom says of it', () => {
  expect(newsArticle(article, publisher, undefined)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: url,
    url,
    headline: 'Azerbaijan expels Iranian diplomats over alleged interference, coup conspiracy',
    description: article.description,
    inLanguage: 'en',
    datePublished: '2023-04-06T16:40:00.000Z',
    dateModified: '2023-04-06T16:40:00.000Z',
    author: [{ '@type': 'Person', name: 'Broadside newsroom' }],
    publisher: { '@type': 'NewsMediaOrganization', name: 'Broadside', url: `${publisher.url}/` },
    image: [
      {
        '@type': 'ImageObject',
        url: publisher.url + article.unfurl,
        width: 1200,
        height: 630,
      },
    ],
    dateline: 'Baku',
    keywords: ['Azerbaijan', 'Iran', 'Diplomacy'],
    wordCount: article.wordCount,
    timeRequired: 'PT3M',
  });
});

test('its own picture comes first, with its credit', () => {
  const image = { src: '/pictures/a.jpg', width: 3, height: 2, alt: 'A ferry', credit: 'Samir' };
  const { image: pictures } = newsArticle({ ...article, image }, publisher, undefined);
  expect(pictures).toEqual([
    {
      '@type': 'ImageObject',
      url: `${publisher.url}/pictures/a.jpg`,
      width: 3,
      height: 2,
      creditText: 'Samir',
    },
    expect.objectContaining({ width: 1200 }),
  ]);
});

test('where comments are off, shares are told and nothing else', () => {
  const told = newsArticle({ ...article, comments: 'off' }, publisher, {
    comments: [comment],
    commentCount: 1,
    shareCount: 9,
  });
  expect(told).not.toHaveProperty('comment');
  expect(told).not.toHaveProperty('commentCount');
  expect(told.interactionStatistic).toMatchObject([
    { interactionType: 'https://schema.org/ShareAction', userInteractionCount: 9 },
  ]);
});

test('its corrections are told', () => {
  const date = '2026-11-25T10:00:00.000Z';
  const corrected = { ...article, corrections: [{ date, text: 'Three, not four.' }] };
  expect(newsArticle(corrected, publisher, undefined)).toMatchObject({
    correction: [{ '@type': 'CorrectionComment', datePublished: date, text: 'Three, not four.' }],
  });
});

test('its conversation is told with it, counted by the counters', () => {
  const reply = { ...comment, id: '01J00000000000000000000000', parentId: comment.id };
  const told = newsArticle(article, publisher, {
    comments: [comment, reply],
    commentCount: 70,
    shareCount: 9,
  });
  expect(told).toMatchObject({
    discussionUrl: `${url}#comments`,
    commentCount: 70,
    interactionStatistic: [
      { interactionType: 'https://schema.org/CommentAction', userInteractionCount: 70 },
      { interactionType: 'https://schema.org/ShareAction', userInteractionCount: 9 },
    ],
    comment: [
      {
        '@type': 'Comment',
        author: { '@type': 'Person', name: 'Leyla' },
        text: 'Well said.',
        dateCreated: '2023-04-07T00:00:00.000Z',
      },
      { parentItem: { url: `${publisher.url}/comments/${comment.id}` } },
    ],
  });
});

test.each([
  ['x'.repeat(200), 200],
  ['x'.repeat(201), 200],
  ['🗞'.repeat(300), 200],
])('a long comment is cut between characters', (body, length) => {
  const told = newsArticle(article, publisher, {
    comments: [{ ...comment, tree: [['p', body]] }],
    commentCount: 1,
    shareCount: 0,
  });
  const text = 'comment' in told ? told.comment[0]?.text : undefined;
  expect([...(text ?? '')]).toHaveLength(length);
  expect(text?.isWellFormed()).toBe(true);
});
