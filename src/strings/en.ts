import { plural } from './plural.ts';

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
  corrections: plural('en', { one: 'Correction', other: 'Corrections' }),
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
  found: plural('en', { zero: 'Nothing was found.', one: '# article', other: '# articles' }),
  oembed: {
    title: 'No embed',
    noAddress: 'Say which article: /oembed?url= and its address.',
    noFormat: 'This is answered as JSON only.',
  },
  feedOf: (site: string) => `Articles from ${site}`,
  footer: 'Email addresses are kept only as keyed hashes.',

  share: 'Share This Article',
  shares: plural('en', { one: '# share', other: '# shares' }),
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
  comments: plural('en', { one: '# Comment', other: '# Comments' }),
  noComments: 'No comments yet. The first word is yours.',
  moreComments: 'More comments',
  oldestFirst: 'Oldest first',
  newestFirst: 'Newest first',
  replies: plural('en', { one: '# reply', other: '# replies' }),
  commentsOn: (headline: string) => `Comments on “${headline}”`,
  conversationAway:
    'The conversation cannot be shown at the moment. The article is here as always; please look in again in a few minutes.',
  reply: 'Reply',
  replyTo: (name: string) => `Reply to ${isolated(name)}`,
  parent: 'Parent',
  toParent: 'To the comment that this answers',
  /** As whom the newsroom answers. */
  roles: { author: 'Author', editor: 'Editor' },
  pinned: 'Pinned by the editors',
  inReplyTo: 'In reply to',
  anEarlierComment: 'an earlier comment',
  aCommentThatIsGone: 'a comment that is not here any more',
  yourComment: 'Your comment',
  deletedComment: 'This comment was deleted by whoever wrote it.',
  edited: 'edited',
  on: 'on',
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
  changeNotNow:
    'Your change could not be saved just now. Nothing you typed is lost: please press “Save changes” again in a minute.',
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
  leaveEmpty: 'Leave this empty',
  postComment: 'Post Comment',
  showPreview: 'Preview',
  preview: 'This is how it will look',
  formatting: '*emphasis*, **strong**, `code`, > quotes, - lists and links',
  check:
    'To keep programs out, Cloudflare’s Turnstile looks at your browser and your IP address. Where it cannot say that a person writes, your comment waits for a moderator.',
  whatThatMeans: 'What that means',
  closed: 'Comments on this article are closed.',
  closedByAge: plural('en', {
    one: 'Comments on this article closed # day after it was published.',
    other: 'Comments on this article closed # days after it was published.',
  }),
  commentFeedOf: (site: string) => `Comments on ${isolated(site)}`,
  commentBy: (name: string, headline: string) => `${isolated(name)} on “${headline}”`,
  closedWithoutKey:
    'Comments are closed: this site has no key to protect your address with, and nothing weaker will do.',
  keptForYou: 'Your comment was not sent. Here is what you typed, to copy:',
  mendThese: plural('en', {
    one: 'Your comment has not been sent yet. One thing to mend:',
    other: 'Your comment has not been sent yet. # things to mend:',
  }),
  parentGone:
    'The comment you answered is not here any more. Your words are kept: press “Post Comment” to post them as a comment of their own.',
  saidBefore: 'You have said exactly this here before, so it was not posted again.',
  tooMany: plural('en', {
    one: 'That was a lot in one minute. Your words are kept: please press “Post Comment” again in # second.',
    other:
      'That was a lot in one minute. Your words are kept: please press “Post Comment” again in # seconds.',
  }),
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
    tooLong: 'Please shorten what you say of it: # characters fit.',
    notNow:
      'Your report could not be saved just now. Nothing you typed is lost: please press “Report” again in a minute.',
  },

  privacy: {
    title: 'Privacy',
    lead: 'You can read this site without leaving anything behind: no cookie is set, and nobody else is asked for anything. If you write something, this is what is kept of it.',
    checkedLead:
      'Reading sets no cookie here and leaves nothing behind, but where comments are open one other party is asked: see below. If you write something, this is what is kept of it.',
    addressTitle: 'Your email address',
    address:
      'The address that you type under a comment is turned into a keyed hash the moment it arrives, and forgotten. It is not stored, not logged, not shown, and no message is sent to it unless this site can send mail and you ask for one or have to confirm that it is yours. Nor are your IP address and your browser’s name kept: where something is counted, a hash of both tells visitors apart, as the tables below say, and means nothing after two days.',
    protects:
      'What that protects: whoever steals the whole database learns no address from it, and cannot even try one out, since the key is not in the database. The hash of your address on another site has nothing in common with this one.',
    protectsNot:
      'What it does not: two comments from one address have the same hash, so whoever sees the database knows that they belong together. And whoever has the database and the key can try out an address that they already suspect. That is why we say pseudonymous, not anonymous. If your life depends on nobody knowing that you wrote here, use an address that leads to nobody.',
    cookieTitle: 'The cookie',
    cookie:
      'Posting a comment sets one cookie with a random number in it, for a year, so that you need not wait for a moderator each time. Reading sets none.',
    checkTitle: 'Who else is asked',
    check:
      'Where comments are open, the page loads Turnstile from challenges.cloudflare.com, which finds out whether a person or a program uses the browser. As soon as the page is open, it sees your IP address, what your browser says of itself and how it behaves. When you post, this site asks Cloudflare whether what Turnstile put into your form is good, and sends along a keyed hash that names this form, but not your IP address, your name or a word of yours. All that is kept of it is that a comment waits, and why. Without script nobody is asked, and your comment waits.',
    recoveryTitle: 'What the platform keeps',
    recovery:
      'This site runs on Cloudflare, which sees every request on its way, as every host does. It can put the database back to any minute of the last 30 days (7 on its free plan), so what you delete can be restored for that long by whoever runs the site. Whoever does that is told how to keep the list of deleted comments, by which they are deleted again.',
    tablesTitle: 'Everything that is kept',
    howLong: 'For how long:',
    yoursTitle: 'Your comments',
    yours:
      'You can see everything that was written under your address, take it along, change the name under it, and erase it. Each comment also has a link of its own for that, which was shown to you when you posted it.',
    askByMail:
      'Type the address. If there are comments under it, a link is sent to it, good for 30 minutes.',
    sendLink: 'Send me a link',
    sent: 'If there are comments under this address, a message is on its way. The link in it is good for 30 minutes.',
    askEditors:
      'This site sends no mail, so ask the editors. They type your address at their desk, where it is hashed and forgotten like yours, and show you, export or erase what is under it. How to reach them:',
    emailMalformed: 'This does not look like an email address.',
    linkTitle: 'This link is for you',
    linkHint: 'It can be used once, and opens your comments for 30 minutes.',
    openComments: 'Show my comments',
    confirmHint:
      'You, or somebody who typed your address, wrote this comment. If it was you, confirm that: then you are known on this device too, and need not wait for a moderator each time. If it was not, do nothing.',
    confirm: 'It was me',
    confirmed: 'Thank you. You are known now.',
    more: plural('en', {
      one: 'The oldest # is shown; the download has them all.',
      other: 'The oldest # are shown; the download has them all.',
    }),
    nothingYours: 'There are no comments under this address.',
    download: 'Download everything as JSON',
    nameTitle: 'Change the name under all of them',
    saveName: 'Save the name',
    nameTaken: 'This name could be taken for one of the authors’. Please choose another one.',
    eraseTitle: 'Erase everything',
    eraseHint:
      'Every comment under this address is deleted for good, with its hash. Where somebody answered, it will say that a comment was deleted. This cannot be undone.',
    erase: 'Erase all my comments',
    erased: 'Everything under this address is erased.',
    mail: {
      linkSubject: (site: string) => `Your comments on ${site}`,
      link: (site: string, url: string) =>
        `Somebody, probably you, asked ${site} for the comments that were written under this address. This link opens them, once, within 30 minutes:\n\n${url}\n\nIf it was not you, do nothing: nobody else has this link.\n`,
      confirmSubject: (site: string) => `Did you write on ${site}?`,
      confirm: (site: string, url: string) =>
        `A comment was posted on ${site} with this address. If it was you, this link says so, once, within 30 minutes:\n\n${url}\n\nIf it was not you, do nothing. ${site} keeps this address only as a keyed hash.\n`,
    },
  },

  word: {
    subject: (waiting: Waits, reported: Waits, site: string) =>
      `${waiting.new > 0 ? commentsWait(waiting.total) : commentsReported(reported.total)} on ${site}`,
    text: (waiting: Waits, reported: Waits, desk: string) =>
      `Waiting for a decision: ${waiting.total}, of them new: ${waiting.new}\nReported by readers: ${reported.total}, of them new: ${reported.new}\n\n${desk}\n`,
  },

  notices: {
    linkGone: {
      title: 'This link is used up',
      text: 'It can be used once, and for 30 minutes. Ask for another one on the privacy page.',
    },
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
    tooManyTries: {
      title: 'Too many tries',
      text: 'The password was wrong ten times in this minute. Please try again in the next one.',
    },
    signIn: {
      title: 'For moderators',
      text: 'Sign in as “moderator” with the moderation password.',
    },
    accessOnly: {
      title: 'For moderators',
      text: 'The desk opens to whoever Cloudflare Access lets in, at the address that it protects.',
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
};

export type Words = typeof en;

const commentsWait = plural('en', { one: '# comment waits', other: '# comments wait' });
const commentsReported = plural('en', {
  one: '# comment is reported',
  other: '# comments are reported',
});

/** How many wait, and how many of them nobody was told of. */
interface Waits {
  readonly new: number;
  readonly total: number;
}

/** A name keeps its own direction, whatever stands around it. */
const isolated = (name: string) => `\u2068${name}\u2069`;
