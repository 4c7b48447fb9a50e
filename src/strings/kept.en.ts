/**
 * For each table of schema.sql, and each of its columns: what is kept, why, and for how long. Too long for the
 * Worker, so the compiler lays it beside it.
 */
export const keptInEnglish = {
  articles: {
    what: 'How much was said and passed on, article by article.',
    howLong: 'As long as the article.',
    columns: {
      slug: 'the article',
      comment_count: 'how many comments are published under it',
      share_count: 'how often it was passed on',
      is_open: 'whether it takes comments, where the editors said so',
      pinned_id: 'the comment that the editors pinned above the others',
    },
  },
  comments: {
    what: 'What people wrote under an article.',
    howLong:
      'Until its author, or a moderator for them, deletes it. What was turned down is deleted after 30 days. Of a deleted comment that was answered a row stays that says nothing and belongs to nobody.',
    columns: {
      id: 'a number that says when it was written; part of its address',
      slug: 'the article',
      parent_id: 'the comment that it answers',
      path: 'its place in the conversation',
      name: 'the name under it, as its author signed; public once it is published',
      role: 'that the newsroom wrote it: an author, or an editor',
      website: 'the website under it, if its author gave one; public too',
      body: 'the text as it was typed',
      tree: 'the same text as it is drawn: its paragraphs, emphasis and links; public once it is published',
      face: 'what the small face beside it is drawn from: the same for one person under one article, another one under every other',
      status: 'whether it waits, is published, was turned down, or was deleted',
      email_hash:
        'a keyed hash of the email address. It finds the comments of an address that somebody types again; it cannot be turned back',
      email_key: 'which key made that hash',
      commenter_hash:
        'a keyed hash of the random number in the cookie that posting sets. It tells whether the same browser writes again',
      commenter_key: 'which key made that hash',
      retry_key:
        'a keyed hash of the form, so that one sent twice counts once; deleted after a day',
      text_key: 'a keyed hash of the text and its author, so that nobody says the same twice',
      said_key: 'a keyed hash of the text alone, by which what is sent everywhere is known',
      visitor:
        'a hash of the network address and the browser it came from, under that day’s random number: so that a day of spam can be stopped. Deleted after a day, and worth nothing from then on',
      verdict: 'which rules it met when it was sent, and with how many points',
      created_at: 'when it was written',
      edited_at: 'when its author last changed it',
      decided_at: 'when a moderator last decided about it',
    },
  },
  keys: {
    what: 'How much hangs on each key, so that none is thrown away too early. Nothing about a person.',
    howLong: 'For ever.',
    columns: {
      id: 'a name for the key that tells nothing of it',
      addresses: 'how many hashes of addresses it made',
      commenters: 'how many hashes of cookies it made',
    },
  },
  shares: {
    what: 'How often an article was passed on, network by network. Nothing about a person.',
    howLong: 'As long as the article.',
    columns: {
      slug: 'the article',
      network: 'the network, or that the link was copied',
      count: 'how often',
    },
  },
  counts: {
    what: 'The same day by day. Nothing about a person.',
    howLong: 'As long as the article.',
    columns: {
      day: 'the day',
      slug: 'the article',
      event: 'whether it was passed on, or somebody came by its short link',
      channel: 'by which network',
      count: 'how often',
    },
  },
  salts: {
    what: 'A random number a day, without which nothing in the next table can be tried against anything.',
    howLong: 'Two days. When it is gone, neither the database nor any key can tell who came.',
    columns: { day: 'the day', salt: 'the random number' },
  },
  visits: {
    what: 'Who passed an article on or came by its short link, so that nobody is counted twice.',
    howLong: 'Two days.',
    columns: {
      day: 'the day',
      visitor:
        'a keyed hash of IP address and browser, under a key made of the secret and that day’s random number. The same person has another one tomorrow',
      slug: 'the article',
      event: 'whether it was passed on or came upon',
      channel: 'by which network',
    },
  },
  tries: {
    what: 'Who tried to comment in which minute, or to sign in with a wrong password, so that nobody tries too often.',
    howLong: 'Two days.',
    columns: {
      day: 'the day',
      minute: 'the minute',
      who: 'the same hash of IP address and browser as above, of the network alone, or that of the cookie',
      count: 'how often',
    },
  },
  reports: {
    what: 'What readers report to the moderators.',
    howLong: 'Until thirty days after a moderator decided.',
    columns: {
      comment_id: 'the comment',
      visitor: 'the same hash as above, so that many reports by one reader count once',
      reason: 'the reason that was chosen',
      words: 'what the reader says of it',
      created_at: 'when',
    },
  },
  confirmations: {
    what: 'Which browsers belong to an address, where its owner confirmed that by a link in a message.',
    howLong: 'A year, as long as the cookie; or until they erase their comments.',
    columns: {
      commenter_hash: 'the keyed hash of the cookie',
      commenter_key: 'which key made it',
      email_hash: 'the keyed hash of the address',
      email_key: 'which key made it',
      created_at: 'when',
    },
  },
  passes: {
    what: 'Links that were sent and not yet used, and the half hour in which somebody looks after their comments.',
    howLong: 'Good for 30 minutes, deleted after a day.',
    columns: {
      id: 'a keyed hash of the random token in the link; the token itself is not kept',
      purpose: 'what it opens',
      email_hash: 'the keyed hash of the address that it was sent to',
      email_key: 'which key made that hash',
      commenter_hash: 'the keyed hash of the cookie that is to be confirmed',
      commenter_key: 'which key made that hash',
      visitor:
        'a hash, as above, of the network that it was asked from, so that nobody has many sent',
      created_at: 'when',
    },
  },
  erased: {
    what: 'Which comments their authors deleted, so that they stay deleted whatever is restored or imported. Where somebody answered, a row stays that says nothing; nothing else of them is left.',
    howLong: 'For ever.',
    columns: { id: 'the number of the comment', erased_at: 'when it was deleted' },
  },
  decisions: {
    what: 'What moderators decided. Nothing about who wrote a comment.',
    howLong: 'For ever.',
    columns: {
      id: 'a number that counts up',
      batch: 'what was decided with one press of a button, and is undone together',
      comment_id: 'the comment',
      was: 'what it was before',
      became: 'what it became',
      moderator: 'by whom: a name, never an address',
      was_decided_at: 'when it had been decided about before',
      decided_at: 'when',
    },
  },
  phrases: {
    what: 'Words and phrases that the moderators watch for. Nothing about a person, unless a moderator writes it there.',
    howLong: 'Until a moderator takes it from the list.',
    columns: {
      phrase: 'the word or phrase',
      effect: 'whether a comment that says it is held, or goes to spam',
      moderator: 'who put it there',
      created_at: 'when',
    },
  },
  blocks: {
    what: 'Whose comments go to spam, because a moderator said so. Never an address that somebody only typed.',
    howLong: 'Until a moderator lifts it; of a visitor, two days, and it works on the first alone.',
    columns: {
      who: 'the keyed hash of their cookie, or the hash of the visitor on that day',
      commenter_key: 'which key made the hash of the cookie',
      day: 'the day, where it is a visitor',
      comment_id: 'the comment for which',
      moderator: 'by whom',
      created_at: 'when',
    },
  },
  chores: {
    what: 'When what is to be forgotten was last forgotten, and until when the editors were told how much waits for them. Nothing about a person.',
    howLong: 'Until the next time.',
    columns: {
      name: 'what was done',
      done_at: 'when; or until when they were told',
      rows: 'how many rows that took away, or told of',
    },
  },
};
