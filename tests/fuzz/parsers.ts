// What holds of every parser of the Worker, whatever somebody sends. Run by tests with one seed, and by
// `npm run fuzz` with as many as there is time for.
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import * as fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse } from 'node-html-parser';
import { readSettings, SettingError } from '../../src/env.ts';
import { partOf, publishedArticles } from '../../src/model/articles.ts';
import { isVisible, linksIn, plainText, type Tree, treeOf } from '../../src/model/body.ts';
import type { Comment } from '../../src/model/comments.ts';
import { compiled } from '../../src/model/compiled.ts';
import { faultCodes, limits, parseDraft, parseName, parseText } from '../../src/model/draft.ts';
import { normaliseEmail } from '../../src/model/email.ts';
import { addressesIn, givesAway } from '../../src/model/giveaway.ts';
import { Keys, keyFault } from '../../src/model/keys.ts';
import { passesForAuthor } from '../../src/model/lookalike.ts';
import { oldPathOf } from '../../src/model/old-path.ts';
import { findPassage, longestPassage, textFragment } from '../../src/model/passage.ts';
import { effects, longestPhrase, parsePhrase, phrasesIn } from '../../src/model/phrases.ts';
import { networks } from '../../src/model/share.ts';
import { asOnX, oneEach, shortened, unitsEach } from '../../src/model/shortening.ts';
import { type Thread, threads } from '../../src/model/thread.ts';
import { isManageKey, manageKey, signToken, tokenAge } from '../../src/model/tokens.ts';
import { languageOf } from '../../src/model/tongue.ts';
import { judge, ruleNames } from '../../src/model/verdict.ts';
import { publicUrl } from '../../src/model/web-address.ts';
import { folded, wordsOf } from '../../src/model/words.ts';
import { en } from '../../src/strings/en.ts';
import { Body } from '../../src/views/body.tsx';
import { commentAtom } from '../../src/views/feeds.ts';
import { jsx } from '../../src/views/jsx.ts';
import { claim } from './claims.ts';
import { depthOf, drawnFrom, isElement, typedIn } from './drawn.ts';
import { fewLetters, text } from './texts.ts';

const secretKey = 'dGVzdHMgc2lnbiBhbmQgaGFzaCB3aXRoIHRoaXMga2V5IQ';
/** What `[vars]` and secrets say where nobody says otherwise. */
const defaults = {
  SITE_NAME: 'Broadside',
  SITE_URL: '',
  LANGUAGE: 'en',
  TIME_ZONE: 'UTC',
  MODERATION: 'first',
  ACCESS_AUD: '',
  EMAIL_FROM: '',
  EDITOR_EMAIL: '',
  WEBHOOK_URL: '',
  PREVIOUS_KEYS_LEAKED: 'false',
  PREVIOUS_SECRET_KEYS: '',
  COMMENTS_PER_PAGE: '50',
  COMMENTS_PER_MINUTE: '5',
  MIN_SECONDS_TO_COMMENT: '3',
  CLOSE_COMMENTS_AFTER_DAYS: '0',
  TURNSTILE_SITE_KEY: '',
  TURNSTILE_SECRET_KEY: '',
  SHARE_NETWORKS: 'x',
  SECRET_KEY: secretKey,
  MODERATION_PASSWORD: 'correct horse battery',
} as const;

const someKeys = async (): Promise<Keys> => {
  const keys = await Keys.derive(secretKey);
  ok(keys);
  return keys;
};

/** A form as it may come: the fields that are meant, and any others. */
const form = fc
  .tuple(
    fc.dictionary(text(2), text(4)),
    fc.record(
      {
        body: text(60),
        name: text(6),
        email: fc.oneof(fc.emailAddress(), text(5)),
        website: fc.oneof(fc.webUrl(), text(5)),
        parent: text(3),
        token: text(3),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([more, fields]): Record<string, string> => ({ ...more, ...definite(fields) }));

const definite = (fields: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const upTo = (length: number) => text(20).map((typed) => typed.slice(0, length));

export const parsers = [
  claim('a comment is read into a tree of no depth and no size', text(120), (body) => {
    const tree = treeOf(body.slice(0, limits.body));
    ok(Math.max(0, ...tree.map(depthOf)) <= 20);
    ok(JSON.stringify(tree).length < 80_000 + 8 * body.length);
    deepEqual(JSON.parse(JSON.stringify(tree)), tree);
  }),

  claim('a comment says what was typed, in that order, and nothing else', text(60), (body) => {
    let place = 0;
    for (const letter of typedIn(treeOf(body)).replace(/\s/g, '')) {
      const found = body.indexOf(letter, place);
      ok(found >= 0, `${JSON.stringify(letter)} was not typed there`);
      place = found + letter.length;
    }
  }),

  claim('whoever sees a text sees something in its tree', text(30), (body) => {
    if (isVisible(body)) ok(isVisible(plainText(treeOf(body))));
  }),

  claim('the links of a comment lead to public addresses', text(60), (body) => {
    for (const href of treeOf(body).flatMap(linksIn)) equal(publicUrl(href), href);
  }),

  claim('a comment that is drawn is its tree, and nothing else is markup', text(60), (body) => {
    // What nobody sees is sent back.
    if (!isVisible(body)) return;
    const typed = treeOf(body);
    const drawn = String(Body({ tree: typed }));
    const page = parse(drawn, { comment: true, blockTextElements: {} });
    const [root, ...others] = page.childNodes;
    ok(root && isElement(root) && others.length === 0);
    equal(root.rawTagName, 'div');
    deepEqual(root.childNodes.map(drawnFrom), typed);
  }),

  claim('a text in a page is that text, in an element and in an attribute', text(30), (typed) => {
    const drawn = String(jsx('a', { title: typed, children: typed }));
    doesNotMatch(drawn.slice('<a title="'.length, -'</a>'.length), /<(?!\/)|'/);
    const element = parse(drawn, { comment: true }).firstChild;
    ok(element && isElement(element));
    equal(element.text, typed);
    equal(element.getAttribute('title') ?? '', typed);
    deepEqual(Object.keys(element.attributes), ['title']);
  }),

  claim('a form is a draft that fits, or faults that are named', form, (fields) => {
    const parsed = parseDraft(fields);
    if ('faults' in parsed) {
      const named = parsed.faults.map(({ field }) => field);
      ok(named.length > 0 && new Set(named).size === named.length);
      for (const { code } of parsed.faults) ok(faultCodes.includes(code));
      return;
    }
    const { draft } = parsed;
    ok(isVisible(draft.body) && isVisible(draft.name));
    ok([...draft.body].length <= limits.body && [...draft.name].length <= limits.name);
    doesNotMatch(draft.body, /(?![\n\t])\p{Cc}/u);
    doesNotMatch(draft.name, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    equal(normaliseEmail(draft.email), draft.email);
    if (draft.website !== null) equal(publicUrl(draft.website), draft.website);
    for (const seen of [draft.body, draft.name, draft.website ?? '', plainText(draft.tree)])
      ok(!givesAway(seen, draft.email));
  }),

  claim('a draft that is typed again is the same draft', form, (fields) => {
    const parsed = parseDraft(fields);
    if ('faults' in parsed) return;
    const { body, name, email, website } = parsed.draft;
    deepEqual(parseDraft({ body, name, email, website: website ?? '' }), parsed);
  }),

  claim('a name or a text alone is taken as in a form', text(6), (typed) => {
    const whole = parseDraft({ body: typed, name: typed, email: 'x@y.example' });
    const faults = 'faults' in whole ? whole.faults : [];
    const isFault = (field: string) =>
      faults.some((one) => one.field === field && one.code !== 'containsAddress');
    equal('fault' in parseName(typed), isFault('name'));
    equal('fault' in parseText(typed), isFault('body'));
  }),

  claim('an address that is one has one form', fc.emailAddress(), (typed) => {
    const email = normaliseEmail(typed);
    if (typed.length > 254 || typed.indexOf('@') > 64) return;
    equal(email, typed.toLowerCase());
    for (const other of [typed.toUpperCase(), ` ${typed}\n`, `${typed}.`])
      equal(normaliseEmail(other), email);
  }),

  claim('what is no address is none, and what is taken for one stays it', text(6), (typed) => {
    const email = normaliseEmail(typed);
    if (email === undefined) return;
    match(email, /^[^\s@<>"]{1,64}@[a-z0-9.-]+$/);
    ok(email.length <= 254);
    equal(normaliseEmail(email), email);
  }),

  claim(
    'an address is found in every text that holds it',
    fc.tuple(fc.emailAddress(), text(8), text(8)),
    ([typed, before, after]) => {
      const email = normaliseEmail(typed);
      if (email === undefined) return;
      const seen = `${before} ${typed} ${after}`;
      ok(givesAway(seen, email));
      for (const address of addressesIn(seen)) equal(normaliseEmail(address), address);
    },
  ),

  claim(
    'a web address is public and has one form, or it is none',
    fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), text(8)),
    (typed) => {
      const url = publicUrl(typed);
      if (url === undefined) return;
      match(url, /^https?:\/\/[^/@]+\.[^/@]*(\/|$)/);
      match(url, /^[\x21-\x7e]+$/);
      doesNotMatch(url, /["<>]/);
      equal(publicUrl(url), url);
    },
  ),

  claim(
    'a token is believed for what it was made for, and for nothing else',
    fc.tuple(text(3), text(3), fc.nat(), fc.nat(), fc.nat()),
    async ([subject, other, now, later, place]) => {
      const keys = await someKeys();
      const token = await signToken(keys, 'view', subject, now);
      match(token, /^[\w.-]+$/);
      equal(await tokenAge(keys, 'view', subject, token, now + later), later);
      equal(await tokenAge(keys, 'glimpse', subject, token, now + later), undefined);
      equal(await tokenAge(keys, 'view', subject, token, now - 1), 0); // clocks do not agree
      if (well(other) !== well(subject))
        equal(await tokenAge(keys, 'view', other, token, now), undefined);
      const changed =
        token.slice(0, -1 - (place % 40)) +
        (token.at(-1 - (place % 40)) === 'A' ? 'B' : 'A') +
        token.slice(token.length - (place % 40));
      if (place % 40 > 0) equal(await tokenAge(keys, 'view', subject, changed, now), undefined);
    },
  ),

  claim(
    'what was made up is no token and no manage key',
    fc.tuple(text(4), text(4)),
    async ([subject, made]) => {
      const keys = await someKeys();
      equal(await tokenAge(keys, 'form', subject, made, 1e15), undefined);
      equal(await isManageKey(keys, subject, made), false);
      ok(await isManageKey(keys, subject, await manageKey(keys, subject)));
      equal(await isManageKey(keys, `${subject}x`, await manageKey(keys, subject)), false);
    },
  ),

  claim(
    'a secret makes keys, or is named as a fault',
    fc.oneof(
      text(8),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => bytes.toBase64({ alphabet: 'base64url' })),
    ),
    async (secret) => {
      const keys = await Keys.derive(secret);
      equal(keys === undefined, keyFault(secret, []) !== undefined);
      if (keys) match(keys.id, /^[\w-]{11}$/);
      equal(keyFault(secretKey, [secret]) === undefined, keyFault(secret, []) === undefined);
    },
  ),

  claim(
    'older keys are read from a list, however it is set',
    fc.tuple(fc.array(fewLetters('ab', 3)), fc.constantFrom(',', ' , ', ',,', ', ')),
    ([list, between]) => {
      const settings = readSettings(bindings({ PREVIOUS_SECRET_KEYS: list.join(between) }));
      deepEqual(settings.PREVIOUS_SECRET_KEYS, list);
    },
  ),

  claim(
    'settings are read, or the wrong one is named and its value is not told',
    fc.dictionary(
      fc.constantFrom(...Object.keys(defaults)),
      fc.oneof(text(5), fc.integer().map(String), fc.webUrl()),
    ),
    (some) => {
      try {
        readSettings(bindings(some));
      } catch (error) {
        ok(error instanceof SettingError);
        match(error.message, /^[A-Z_]+ /);
        for (const value of Object.values(some).filter(({ length }) => length > 12))
          ok(!error.message.includes(value));
      }
    },
  ),

  claim(
    'a phrase has one form, and is found in a text that says it',
    fc.tuple(text(4), text(6), text(6)),
    ([typed, before, after]) => {
      const phrase = parsePhrase(typed);
      if (phrase === undefined) return;
      ok([...phrase].length <= longestPhrase);
      equal(parsePhrase(phrase), phrase);
      if (typed.includes('*') || phrase.includes('*')) return;
      const listed = [{ phrase, effect: effects[0] }];
      deepEqual(phrasesIn(`${before} . ${typed} . ${after}`, listed), listed);
    },
  ),

  claim(
    'a phrase finds what a pattern of the same letters finds',
    fc.tuple(
      fc.array(fewLetters('ab*', 4), { minLength: 1, maxLength: 3 }),
      fc.array(fewLetters('ab', 4), { maxLength: 6 }),
    ),
    ([pattern, said]) => {
      const phrase = parsePhrase(pattern.join(' '));
      if (phrase === undefined) return;
      const expected = new RegExp(`(^| )${phrase.replaceAll('*', '[ab]*')}( |$)`).test(
        said.join(' '),
      );
      equal(phrasesIn(said.join(' '), [{ phrase, effect: 'hold' }]).length > 0, expected);
    },
  ),

  claim(
    'of a story, every passage is found, and nothing that it does not say',
    fc.tuple(fc.array(text(8), { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), text(4)),
    ([blocks, from, length, other]) => {
      const story = compiled(blocks.map((block) => `<p>${escaped(well(block))}</p>`).join('\n'));
      const said = collapsed(blocks.map(well).map(collapsed).filter(Boolean).join(' '));
      const start = from % (said.length + 1);
      const selected = said.slice(start, start + (length % 200));
      const found = findPassage(story, selected);
      if (collapsed(selected) !== '') ok(found?.text.includes(collapsed(selected)));
      for (const passage of [found, findPassage(story, other)]) {
        if (!passage) continue;
        ok(said.includes(passage.text));
        match(textFragment(passage), /^#:~:text=[\w.!~*'()%]+(,[\w.!~*'()%]+)?$/);
      }
      equal(findPassage(story, 'x'.repeat(longestPassage + 1)), undefined);
    },
  ),

  claim(
    'an old path has one form, whatever is hung onto it',
    fc.tuple(fc.webUrl({ withQueryParameters: true }), text(4), fewLetters('utm_xyz', 4)),
    ([address, path, junk]) => {
      for (const url of [URL.parse(address), URL.parse(`https://a.example/${path}`)]) {
        if (!url) continue;
        const old = oldPathOf(url);
        match(old, /^(\/[\x21-\x7e]*|\?[\x21-\x7e]*)?$/);
        const again = URL.parse(`https://a.example${old}`);
        ok(again);
        if (!url.pathname.endsWith('//')) equal(oldPathOf(again), old);
        url.searchParams.append(`utm_${junk}`, path);
        equal(oldPathOf(url), old);
      }
    },
  ),

  claim('the words of a search are small, and stay what they are', text(20), (query) => {
    for (const word of wordsOf(query)) {
      ok(word !== '' || folded(word) === '');
      equal(folded(word), word);
    }
  }),

  claim(
    'a text that is cut fits, and begins as it did',
    fc.tuple(text(60), fc.integer({ min: 2, max: 100 })),
    ([whole, most]) => {
      for (const measure of [oneEach, unitsEach, asOnX]) {
        const cut = shortened(whole, most, measure);
        const characters = [...new Intl.Segmenter('und').segment(cut)].map(
          ({ segment }) => segment,
        );
        if (cut !== whole) ok(whole.startsWith(cut.slice(0, -1)) && cut.endsWith('…'));
        if (cut !== whole) ok(characters.reduce((sum, one) => sum + measure(one), 0) <= most + 2);
      }
    },
  ),

  claim(
    'every network is handed an address that is one, with the article in it',
    fc.record({
      title: upTo(200),
      text: upTo(200),
      quote: fc.option(upTo(longestPassage), { nil: undefined }),
    }),
    (said) => {
      const url = 'https://broadside.example/articles/a-b';
      for (const { intent } of networks) {
        const link = intent({ ...said, url, image: 'https://broadside.example/pictures/a.png' });
        match(link, /^(https:\/\/[a-z.-]+\/|mailto:\?|sms:\?)[\x21-\x7e]*$/);
        ok(URL.canParse(link));
        ok(decodeURIComponent(link).includes(url));
        ok(link.length < 16 * 1024);
      }
    },
  ),

  claim('a language is guessed from letters, or it is not', text(20), (said) => {
    const language = languageOf(said);
    ok(language === undefined || /^[a-z]{2}$/.test(language));
    if (!/[^\p{sc=Latn}\p{sc=Zyyy}\p{sc=Zinh}]/u.test(said.replace(/\p{C}/gu, '')))
      equal(language, undefined);
  }),

  claim('a verdict goes by its rules, and is read again as it was written', signals(), (known) => {
    const { status, reasons } = judge(known);
    ok(['pending', 'approved', 'spam'].includes(status));
    for (const { rule, points } of reasons) ok(ruleNames.includes(rule) && points !== 0);
    deepEqual(JSON.parse(JSON.stringify(reasons)), reasons);
    if (known.policy === 'all') ok(status !== 'approved');
    if (known.isBlocked && known.standing === 'new') equal(status, 'spam');
    const worse = judge({ ...known, isTrapped: true, isLookalike: true });
    ok(severity(worse.status) >= severity(status));
  }),

  claim(
    'a list that is read part by part is the list',
    fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 })),
    ([length, size]) => {
      const [article] = publishedArticles(Number.MAX_SAFE_INTEGER);
      ok(article);
      const list = Array.from({ length }, (_, number) => ({ ...article, slug: `a-${number}` }));
      const read: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const part = partOf(list, after, size);
        ok(part.articles.length <= size);
        read.push(...part.articles.map(({ slug }) => slug));
        after = part.next;
      }
      deepEqual(
        read,
        list.map(({ slug }) => slug),
      );
    },
  ),

  claim(
    'of a conversation every comment is drawn once, under what it answers',
    fc.tuple(fc.array(fc.nat(), { maxLength: 30 }), fc.nat(30)),
    ([parents, from]) => {
      const all = conversationOf(parents);
      const first = all[from - 1]?.path ?? '';
      const shown = all.filter(({ path }) => path > first);
      const drawn = threads(shown, first, all).flatMap(inOrder);
      deepEqual(
        drawn.map(({ comment }) => comment.id),
        shown.map(({ id }) => id),
      );
      for (const { comment, answered, above } of drawn) {
        if (comment.parentId === above || answered?.where === 'gone') continue;
        ok(
          answered?.where === 'unknown' ||
            (answered && 'comment' in answered && answered.comment.id === comment.parentId),
        );
      }
    },
  ),

  claim(
    'whoever signs as an author of this site is found out, however they write it',
    fc.tuple(fc.constantFrom(...authors()), text(3)),
    ([author, more]) => {
      ok(passesForAuthor(author) && passesForAuthor(author.toUpperCase()));
      ok(passesForAuthor(`  ${author}\u200b`));
      passesForAuthor(more);
    },
  ),

  claim('a feed of comments is XML, whatever they say', form, (fields) => {
    const parsed = parseDraft({ email: 'x@y.example', ...fields });
    if ('faults' in parsed) return;
    const name = parsed.draft.name.toWellFormed();
    const xml = String(commentAtom(feedOf(parsed.draft.tree, name, parsed.draft.website)));
    equal(XMLValidator.validate(xml), true);
    const { feed } = new XMLParser({
      ignoreAttributes: false,
      trimValues: false,
      parseTagValue: false,
      htmlEntities: false,
    }).parse(xml);
    equal(feed.entry.author.name.replaceAll('&#39;', "'"), name.replace(/[\ufffe\uffff]/g, ''));
  }),
] as const;

const severity = (status: string) => ['approved', 'pending', 'spam'].indexOf(status);

function signals() {
  return fc.record({
    policy: fc.constantFrom('first', 'all', 'none'),
    standing: fc.constantFrom('new', 'approved before'),
    links: fc.nat(50),
    isLookalike: fc.boolean(),
    isTrapped: fc.boolean(),
    formAge: fc.option(fc.nat(), { nil: undefined }),
    leastAge: fc.nat(10_000),
    length: fc.nat(10_000),
    isSaidElsewhere: fc.boolean(),
    phrases: fc.array(fc.record({ phrase: text(2), effect: fc.constantFrom(...effects) }), {
      maxLength: 3,
    }),
    isBlocked: fc.boolean(),
    recent: fc.nat(10),
    doubt: fc.constantFrom(undefined, 'unchecked', 'refused'),
  });
}

function authors(): readonly string[] {
  return publishedArticles(Number.MAX_SAFE_INTEGER).flatMap(({ byline }) =>
    byline.map(({ name }) => name),
  );
}

const bindings = (more: Readonly<Record<string, string>>) => ({ ...defaults, ...more });

/** As it is when it has been UTF-8: halves of surrogate pairs are none. */
const well = (typed: string) => typed.toWellFormed();

const collapsed = (said: string) => said.replace(/\s+/g, ' ').trim();

/** As the compiler of articles writes it. */
const escaped = (said: string) =>
  said
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Comments in thread order; each answers an earlier one, or none. */
function conversationOf(parents: readonly number[]): readonly Comment[] {
  const all: Comment[] = [];
  for (const [number, choice] of parents.entries()) {
    const parent = all[choice % (number + 1)];
    const id = String(number).padStart(26, '0');
    const path = (parent?.path ?? '').slice(0, 5 * 26) + id;
    all.push({ ...commentOf([['p', 'a']], 'Leyla', null), id, path, parentId: parent?.id ?? null });
  }
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Each with the id of the comment that it is drawn under. */
const inOrder = (thread: Thread): readonly (Thread & { readonly above: string | null })[] => [
  { ...thread, above: null },
  ...thread.replies
    .flatMap(inOrder)
    .map((one) => ({ ...one, above: one.above ?? thread.comment.id })),
];

function commentOf(tree: Tree, name: string, website: string | null): Comment {
  const id = '01HZZZZZZZZZZZZZZZZZZZZZZZ';
  const said = { id, slug: 'a', parentId: null, path: id, name, role: null, website, tree };
  return {
    ...said,
    language: undefined,
    face: 'AAAA',
    status: 'approved',
    createdAt: 1,
    editedAt: null,
  };
}

function feedOf(tree: Tree, name: string, website: string | null) {
  const [article] = publishedArticles(Number.MAX_SAFE_INTEGER);
  ok(article);
  const comment = commentOf(tree, name, website);
  const url = 'https://broadside.example';
  const site = {
    name: 'Broadside',
    url,
    language: 'en',
    timeZone: 'UTC',
    words: en.words,
    pages: [],
  };
  return {
    site,
    title: 'Comments',
    self: `${url}/comments.atom`,
    page: `${url}/`,
    comments: [{ comment, article }],
  };
}
