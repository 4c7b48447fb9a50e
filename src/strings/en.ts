/** Every word the interface says, in English. Another language is a file of the same type. */
export const en = {
  /** What the words themselves are written in. */
  language: 'en',
  /** How dates are written: 6 April 2023, which reads the same on both sides of the Atlantic. */
  dates: 'en-GB',

  skipToStory: 'Skip to the story',
  by: 'By',
  updated: 'Updated',
  readingTime: 'Reading time',
  minutesShort: (minutes: number) => `${minutes} min`,
  minutes: (minutes: number) => `${minutes} Min Read`,
  draft: 'Draft: it is seen here and nowhere else.',
  tags: 'More on',
  corrections: plural({ one: 'Correction', other: 'Corrections' }),
  alsoIn: 'Also in',
  picture: 'Picture:',
  readOn: 'Read on',
  previous: 'Earlier',
  next: 'Later',
  related: 'Related',
  earlierArticles: 'Earlier articles',
  allArticles: 'All articles',
  moreArticles: 'More articles',
  byTime: 'By year and month',
  search: 'Search',
  searchLabel: 'Words to look for',
  searchedFor: (query: string) => `Search: ${isolated(query)}`,
  found: plural({ zero: 'Nothing was found.', one: '# article', other: '# articles' }),
  oembed: {
    title: 'No embed',
    noAddress: 'Say which article: /oembed?url= and its address.',
    noFormat: 'This is answered as JSON only.',
  },
  feedOf: (site: string) => `Articles from ${site}`,
  footer: 'Email addresses are kept only as keyed hashes.',

  share: 'Share This Article',
  shares: plural({ one: '# share', other: '# shares' }),
  shareTitle: (headline: string) => `Share “${headline}”`,
  shareByDevice: 'Share…',
  sharePassage: 'Share this passage',
  shareComment: 'Share',
  shareCommentBy: (name: string) => `Share the comment by ${isolated(name)}`,
  moreWays: 'More ways',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  shareLink: 'Link',
  shortLink: 'Short link',
  shortLinkHint:
    'It stays for ever. Put ?via=whatsapp (or another network) behind it, and those who come by it are counted apart.',
  qrCode: 'The short link as a QR code',
  asOthersSeeIt: 'As others will see it',
  embed: 'To show it on another site',
  quoted: (passage: string) => `“${passage}”`,
  backToArticle: 'Back to the article',

  leaveAComment: 'Leave a comment',
  commentsHeading: 'Comments',
  comments: plural({ one: '# Comment', other: '# Comments' }),
  noComments: 'No comments yet. The first word is yours.',
  moreComments: 'More comments',
  oldestFirst: 'Oldest first',
  newestFirst: 'Newest first',
  replies: plural({ one: '# reply', other: '# replies' }),
  commentsOn: (headline: string) => `Comments on “${headline}”`,
  conversationAway:
    'The conversation cannot be shown at the moment. The article is here as always; please look in again in a few minutes.',
  reply: 'Reply',
  replyTo: (name: string) => `Reply to ${isolated(name)}`,
  parent: 'Parent',
  toParent: 'To the comment that this answers',
  inReplyTo: 'In reply to',
  anEarlierComment: 'an earlier comment',
  aCommentThatIsGone: 'a comment that is not here any more',
  yourComment: 'Your comment',
  deletedComment: 'This comment was deleted by whoever wrote it.',
  edited: 'edited',
  manage: 'Edit or delete it; keep this link, it is the only way.',
  managed: {
    pending: 'Awaiting moderation.',
    approved: 'Published.',
    rejected: 'Not published: a moderator decided against it.',
    spam: 'Awaiting moderation.',
    deleted: 'Deleted. Nothing of it is left.',
  },
  saveChanges: 'Save changes',
  editableUntil: 'It can be changed until',
  tooLateToEdit: 'It is too late to change this comment. What you typed is kept here, to copy.',
  deleteComment: 'Delete this comment',
  deleteHint:
    'Deleting cannot be undone. Where somebody answered, it will say that a comment was deleted.',
  ownStatus: {
    pending: 'Awaiting moderation. Only you can see it, by this page’s address, for 15 minutes.',
    approved: 'Published. Thank you.',
    rejected: 'Not published: a moderator decided against it.',
    spam: 'Awaiting moderation. Only you can see it, by this page’s address, for 15 minutes.',
    deleted: 'Deleted.',
  },

  leaveAReply: 'Leave a Reply',
  leaveAReplyTo: (name: string) => `Leave a Reply to ${isolated(name)}`,
  cancelReply: 'Cancel reply',
  notPublished: 'Your email address will not be published.',
  requiredFields: 'Required fields are marked',
  whatHappensToIt: 'What happens to it',
  comment: 'Comment',
  name: 'Name',
  email: 'Email',
  website: 'Website',
  remember: 'Save my name, email, and website in this browser for the next time I comment.',
  charactersLeft: 'Characters left: #',
  postComment: 'Post Comment',
  showPreview: 'Preview',
  preview: 'This is how it will look',
  formatting: '*emphasis*, **strong**, `code`, > quotes, - lists and links',
  closed: 'Comments on this article are closed.',
  closedByAge: plural({
    one: 'Comments on this article closed # day after it was published.',
    other: 'Comments on this article closed # days after it was published.',
  }),
  commentFeedOf: (site: string) => `Comments on ${isolated(site)}`,
  commentBy: (name: string, headline: string) => `${isolated(name)} on “${headline}”`,
  closedWithoutKey:
    'Comments are closed: this site has no key to protect your address with, and nothing weaker will do.',
  keptForYou: 'Your comment was not sent. Here is what you typed, to copy:',
  mendThese: plural({
    one: 'Your comment has not been sent yet. One thing to mend:',
    other: 'Your comment has not been sent yet. # things to mend:',
  }),
  parentGone:
    'The comment you answered is not here any more. Your words are kept: press “Post Comment” to post them as a comment of their own.',
  saidBefore: 'You have said exactly this here before, so it was not posted again.',
  seeIt: 'See it.',
  notNow:
    'Your comment could not be saved just now. Nothing you typed is lost: please press “Post Comment” again in a minute.',

  faults: {
    bodyMissing: 'Please write a comment.',
    bodyTooLong: 'Please shorten your comment: # characters fit.',
    nameMissing: 'Please say how you would like to be called. It need not be your real name.',
    nameTooLong: 'Please shorten the name: # characters fit.',
    nameIsAddress:
      'This is an email address, and the name is shown to everybody. Please choose another name.',
    emailMissing: 'Please type your email address. It is hashed and forgotten at once.',
    emailMalformed:
      'This does not look like an email address. It should be like reader@news.example.',
    websiteMalformed:
      'This does not look like a web address. It should begin with https:// or be left empty.',
    websiteTooLong: 'Please shorten the web address: # characters fit.',
    containsAddress:
      'This contains the email address you typed, and everybody could read it. Please take it out.',
  },

  reports: {
    title: 'Report this comment',
    link: 'Report',
    linkBy: (name: string) => `Report the comment by ${isolated(name)}`,
    theComment: 'The comment',
    reason: 'What is wrong with it?',
    reasons: {
      spam: 'It is spam',
      abuse: 'It is abusive',
      illegal: 'It is against the law',
      personal: 'It gives away personal data',
      other: 'Something else',
    },
    words: 'In your words, if you like',
    send: 'Report',
    sent: 'Thank you. A moderator will look at it.',
    noReason: 'Please choose what is wrong with it.',
    tooLong: 'Please shorten what you say of it: 1,000 characters fit.',
  },

  notices: {
    noReports: {
      title: 'Not now',
      text: 'Comments cannot be reported while this site has no key.',
    },
    notFound: {
      title: 'Not here',
      text: 'There is nothing at this address. It may have been mistyped, or taken down.',
    },
    noArticles: {
      title: 'Nothing published yet',
      text: 'The first article goes into src/articles, as a Markdown file.',
    },
    foreign: {
      title: 'Not from here',
      text: 'This form was sent from another site, so nothing was done. Please use the form on the page itself.',
    },
    tooLarge: {
      title: 'Too much at once',
      text: 'What was sent is larger than 128 KB, so it was not read. A comment has room for 10,000 characters.',
    },
    notAForm: { title: 'Not a form', text: 'This address takes HTML forms only.' },
    unreadable: {
      title: 'Not readable',
      text: 'The form arrived damaged and could not be read. Please go back and send it again.',
    },
    noWay: {
      title: 'Not counted',
      text: 'What is counted here is “copy” or “native”, as the field “network”.',
    },
    signIn: {
      title: 'For moderators',
      text: 'Sign in as “moderator” with the moderation password.',
    },
    deskShut: {
      title: 'The desk is shut',
      text: 'It opens when the secret MODERATION_PASSWORD is set and has at least 12 characters.',
    },
    databaseAway: {
      title: 'Away for a moment',
      text: 'The database does not answer. Please try again in a minute.',
    },
    broken: {
      title: 'Our mistake',
      text: 'Something went wrong here. It has been noted; please try again in a minute.',
    },
  },

  desk: {
    title: 'Moderation',
    shares: 'Shares and arrivals',
    lastDays: plural({ one: 'The last day', other: 'The last # days' }),
    byArticle: 'Article',
    byChannel: 'Channel',
    events: { share: 'Shares', arrival: 'Arrivals' },
    most: plural({ one: 'The highest bar is #.', other: 'The highest bar is #.' }),
    reported: 'Reported by readers',
    waiting: 'Waiting for a decision',
    nothing: 'Nothing waits. Enjoy the quiet.',
    on: 'on',
    approve: 'Approve',
    reject: 'Reject',
    next: 'Further down the queue',
    keyFaults: {
      missing:
        'SECRET_KEY is missing. Comments are closed until it is set: nothing weaker will do.',
      malformed:
        'SECRET_KEY is not base64url: letters, digits, - and _ alone. Comments are closed until it is.',
      short: 'SECRET_KEY is shorter than 32 bytes. Comments are closed until it is long enough.',
      previous:
        'One of PREVIOUS_SECRET_KEYS is no key: each must be as good as SECRET_KEY, with a comma between them. Comments are closed until it is mended.',
    },
  },
};

export type Words = typeof en;

/** A name keeps its own direction, whatever stands around it. */
const isolated = (name: string) => `\u2068${name}\u2069`;

function plural(forms: { zero?: string; one: string; other: string }): (count: number) => string {
  const rules = new Intl.PluralRules('en');
  const numbers = new Intl.NumberFormat('en');
  const form = (count: number) =>
    count === 0 && forms.zero
      ? forms.zero
      : rules.select(count) === 'one'
        ? forms.one
        : forms.other;
  return (count) => form(count).replace('#', numbers.format(count));
}
