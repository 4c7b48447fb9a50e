-- The whole database of Broadside. Applying it again changes nothing.
-- Articles themselves are Markdown in src/articles; only what readers add is kept here.

-- One row for each article that somebody passed on or answered: its counters, kept by the triggers
-- below so that no page ever counts rows. Nothing about a person.
CREATE TABLE IF NOT EXISTS articles (
  slug TEXT PRIMARY KEY CHECK (length(slug) BETWEEN 1 AND 200),
  comment_count INTEGER NOT NULL DEFAULT 0 CHECK (comment_count >= 0), -- approved comments
  share_count INTEGER NOT NULL DEFAULT 0 CHECK (share_count >= 0),     -- shares on all networks
  is_open INTEGER CHECK (is_open IN (0, 1)),    -- whether it takes comments, once the desk said so; until then the article says it
  pinned_id TEXT CHECK (length(pinned_id) = 26), -- the comment that the desk pinned above the others
  -- Grows whenever readers would see something else of the conversation; by the clock, so that no number comes again
  -- for something else once the database was put back to an earlier time.
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0)
) STRICT, WITHOUT ROWID;

-- One row for each comment. Safe to lose to a thief: the address is there only as a keyed hash whose
-- key the database never sees. There is no column for an IP address or a user agent.
CREATE TABLE IF NOT EXISTS comments (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),  -- a ULID: sorts by time
  slug TEXT NOT NULL REFERENCES articles (slug), -- the article
  parent_id TEXT,                               -- the comment it answers
  -- The ids from the thread's first comment down to this one, six at most: sorts in thread order.
  path TEXT NOT NULL CHECK (length(path) % 26 = 0 AND length(path) <= 6 * 26 AND substr(path, -26) = id),
  -- Public, as the commenter wrote it, once it is approved.
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  role TEXT CHECK (role IN ('author', 'editor')), -- as whom it was written at the desk; readers have none
  website TEXT CHECK ((website GLOB 'http://?*' OR website GLOB 'https://?*') AND length(website) <= 200),
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 10000), -- as typed
  tree TEXT NOT NULL CHECK (json_type(tree) = 'array'), -- the same as it is drawn: paragraphs, emphasis, links; see src/model/body.ts
  -- What the face beside it is drawn from: a MAC of the proven commenter and the article. It means nothing elsewhere.
  -- Of what is written at the desk, it is not drawn.
  face TEXT NOT NULL CHECK (length(face) = 4 AND face NOT GLOB '*[^A-Za-z0-9_-]*'),
  status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'spam', 'deleted')),
  -- HMAC-SHA-256 of the email address, base64url, and the id of the key that made it. An address does not fit in here.
  email_hash TEXT CHECK (length(email_hash) = 43 AND email_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  email_key TEXT CHECK (length(email_key) = 11 AND email_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  -- HMAC-SHA-256 of the random cookie that posting sets, and the id of its key: tells a proven commenter. Of a comment
  -- from elsewhere, of its address, in a form that no cookie has: it tells who is the same there, and proves nothing here.
  commenter_hash TEXT CHECK (length(commenter_hash) = 43 AND commenter_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT CHECK (length(commenter_key) = 11 AND commenter_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  -- MACs under a key of their own. Of form, article, parent, hash of the address and text: tells a try again
  -- from another comment. Of the proven commenter, article and text: tells what they have said before. Of the text
  -- alone: tells what is said everywhere.
  retry_key TEXT CHECK (length(retry_key) = 43 AND retry_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  text_key TEXT CHECK (length(text_key) = 43 AND text_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  said_key TEXT CHECK (length(said_key) = 43 AND said_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  -- Who sent it, as in visits: so that a day of theirs can be stopped. It means nothing the day after, and is deleted.
  visitor TEXT CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  verdict TEXT NOT NULL DEFAULT '[]' CHECK (json_type(verdict) = 'array'), -- why it was held, or taken for spam: rules and points
  created_at INTEGER NOT NULL CHECK (created_at > 0),    -- milliseconds since 1970
  edited_at INTEGER CHECK (edited_at >= created_at),     -- when its author last changed it
  decided_at INTEGER CHECK (decided_at >= created_at),   -- when a moderator last decided
  UNIQUE (id, slug),
  FOREIGN KEY (parent_id, slug) REFERENCES comments (id, slug), -- a reply stays under its parent's article
  CHECK ((parent_id IS NULL) = (path = id)),
  -- What was deleted, or written at the desk, belongs to nobody; everything else says under which key it can be found.
  CHECK ((status = 'deleted' OR role IS NOT NULL) = (email_hash IS NULL) AND (email_hash IS NULL) = (email_key IS NULL)),
  CHECK ((status = 'deleted' OR role IS NOT NULL) = (commenter_hash IS NULL) AND (commenter_hash IS NULL) = (commenter_key IS NULL))
) STRICT;

-- A comment as its readers may see it: nothing here came from the address.
CREATE VIEW IF NOT EXISTS readable_comments AS
SELECT id, slug, parent_id AS parentId, path, name, role, website, tree, face, status, created_at AS createdAt, edited_at AS editedAt
FROM comments;

-- A page of the conversation is one range of this index. What its author deleted is gone, but for those that
-- were answered: of them a row stays that says nothing any more.
CREATE INDEX IF NOT EXISTS conversation ON comments (slug, path) WHERE status IN ('approved', 'deleted');
-- The same with the newest thread first; within a thread nothing changes.
CREATE INDEX IF NOT EXISTS conversation_newest ON comments (slug, substr(path, 1, 26) DESC, path) WHERE status IN ('approved', 'deleted');
-- What the desk sees of a conversation besides: what waits, in its place.
CREATE INDEX IF NOT EXISTS waiting_in_place ON comments (slug, path) WHERE status = 'pending';
-- What has which status on one article, by time.
CREATE INDEX IF NOT EXISTS of_article ON comments (slug, status, id);
-- What waits for a moderator, was turned down, or is published, by time.
CREATE INDEX IF NOT EXISTS queue ON comments (status, id);
-- Whether a comment was answered.
CREATE INDEX IF NOT EXISTS replies ON comments (parent_id) WHERE parent_id IS NOT NULL;
-- Whether this was sent, or said, before.
CREATE INDEX IF NOT EXISTS retries ON comments (retry_key, created_at) WHERE retry_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS texts ON comments (text_key);
CREATE INDEX IF NOT EXISTS said ON comments (said_key);
-- What a proven commenter's earlier comments earned; and what moves to a new key as people come again.
CREATE INDEX IF NOT EXISTS standing ON comments (commenter_hash, status);
CREATE INDEX IF NOT EXISTS addresses ON comments (email_hash, id);
-- What is to be forgotten when its time has come.
CREATE INDEX IF NOT EXISTS turned_down ON comments (coalesce(decided_at, created_at)) WHERE status IN ('rejected', 'spam');

-- One row for each key that rows of comments hang on: how many, kept by the triggers below. Nothing about a person.
CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY CHECK (length(id) = 11),             -- derived from the key; tells nothing of it
  addresses INTEGER NOT NULL DEFAULT 0 CHECK (addresses >= 0),   -- rows whose email_hash it made
  commenters INTEGER NOT NULL DEFAULT 0 CHECK (commenters >= 0)  -- rows whose commenter_hash it made
) STRICT, WITHOUT ROWID;

-- One row for each article and network (or copy, or native): how often it was passed on. Nothing about who did.
CREATE TABLE IF NOT EXISTS shares (
  slug TEXT NOT NULL REFERENCES articles (slug),
  network TEXT NOT NULL CHECK (length(network) BETWEEN 1 AND 20),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (slug, network)
) STRICT, WITHOUT ROWID;

-- One row for each day, article, event (passed on, or come by the short link) and channel: how often. Nothing about who.
CREATE TABLE IF NOT EXISTS counts (
  day INTEGER NOT NULL,                         -- days since 1970
  slug TEXT NOT NULL REFERENCES articles (slug),
  event TEXT NOT NULL CHECK (event IN ('share', 'arrival')),
  channel TEXT NOT NULL CHECK (length(channel) BETWEEN 1 AND 20),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (day, slug, event, channel)
) STRICT, WITHOUT ROWID;

-- One random number for today and one for yesterday. Without it nothing in visits can be tried against an
-- address, by whoever has the key; it is deleted after two days, and the visits of its day with it.
CREATE TABLE IF NOT EXISTS salts (
  day INTEGER PRIMARY KEY,
  salt TEXT NOT NULL CHECK (length(salt) = 43)
) STRICT;

-- One row for each visitor, day, article, event and channel, so that nobody is counted twice; for two days.
CREATE TABLE IF NOT EXISTS visits (
  day INTEGER NOT NULL REFERENCES salts (day) ON DELETE CASCADE,
  -- HMAC-SHA-256 of address and browser, base64url, under a key made of SECRET_KEY and that day's salt.
  visitor TEXT NOT NULL CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  slug TEXT NOT NULL,
  event TEXT NOT NULL,
  channel TEXT NOT NULL,
  PRIMARY KEY (day, visitor, slug, event, channel)
) STRICT, WITHOUT ROWID;

-- One row for each minute and whoever tried to comment in it, or to sign in with a wrong password: a visitor as in
-- visits, a network, or a proven commenter. So that nobody tries more than so often; for two days.
CREATE TABLE IF NOT EXISTS tries (
  day INTEGER NOT NULL,                         -- days since 1970
  minute INTEGER NOT NULL,                      -- minutes since 1970
  -- MAC of address and browser, or of the network alone, under that day's key; or of the cookie.
  who TEXT NOT NULL CHECK (length(who) = 43 AND who NOT GLOB '*[^A-Za-z0-9_-]*'),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (who, minute)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tries_of_day ON tries (day);

-- One row for each comment and visitor who reported it, until thirty days after a moderator decided. The visitor is
-- the same MAC as in visits: it means nothing any more once the day's salt is deleted.
CREATE TABLE IF NOT EXISTS reports (
  comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  visitor TEXT NOT NULL CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  reason TEXT NOT NULL CHECK (reason IN ('spam', 'abuse', 'illegal', 'personal', 'other')),
  words TEXT NOT NULL CHECK (length(words) <= 1000), -- what the reporter says of it; shown to moderators alone
  created_at INTEGER NOT NULL CHECK (created_at > 0), -- milliseconds since 1970
  PRIMARY KEY (comment_id, visitor)
) STRICT, WITHOUT ROWID;

-- One row for each commenter and address that its owner confirmed: on another device they are the same person.
CREATE TABLE IF NOT EXISTS confirmations (
  commenter_hash TEXT NOT NULL CHECK (length(commenter_hash) = 43 AND commenter_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT NOT NULL CHECK (length(commenter_key) = 11),
  email_hash TEXT NOT NULL CHECK (length(email_hash) = 43 AND email_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  email_key TEXT NOT NULL CHECK (length(email_key) = 11),
  created_at INTEGER NOT NULL CHECK (created_at > 0), -- milliseconds since 1970; it lasts as long as the cookie, a year
  PRIMARY KEY (commenter_hash, email_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS confirmed_addresses ON confirmations (email_hash);
CREATE INDEX IF NOT EXISTS confirmation_keys ON confirmations (email_key, commenter_key);

-- One row for each link that was sent by email and not used yet, and for each half hour in which somebody looks
-- after their comments. Who steals it opens nothing: what opens is a random token that is not kept.
CREATE TABLE IF NOT EXISTS passes (
  id TEXT PRIMARY KEY CHECK (length(id) = 43 AND id NOT GLOB '*[^A-Za-z0-9_-]*'), -- MAC of the token
  purpose TEXT NOT NULL CHECK (purpose IN ('link', 'confirmation', 'session')),
  email_hash TEXT NOT NULL CHECK (length(email_hash) = 43 AND email_hash NOT GLOB '*[^A-Za-z0-9_-]*'), -- whose comments
  email_key TEXT NOT NULL CHECK (length(email_key) = 11),
  -- Who is to be confirmed as the owner of the address.
  commenter_hash TEXT CHECK (length(commenter_hash) = 43 AND commenter_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT CHECK (length(commenter_key) = 11),
  -- From which network the message was asked for, hashed as in visits: so that nobody has many sent.
  visitor TEXT CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  created_at INTEGER NOT NULL CHECK (created_at > 0) -- milliseconds since 1970; deleted after a day, good for half an hour
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passes_for ON passes (email_hash, created_at);
CREATE INDEX IF NOT EXISTS passes_by ON passes (visitor, created_at);

-- The ids of comments that their authors deleted: they stay deleted, whatever is restored or imported.
CREATE TABLE IF NOT EXISTS erased (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  erased_at INTEGER NOT NULL CHECK (erased_at > 0) -- milliseconds since 1970
) STRICT, WITHOUT ROWID;

-- One row for each decision of a moderator: what it was about, what the comment was before, and what it became.
-- Nothing about who wrote it.
CREATE TABLE IF NOT EXISTS decisions (
  id INTEGER PRIMARY KEY,
  batch TEXT NOT NULL CHECK (length(batch) = 26), -- a ULID: what was decided with one press of a button
  comment_id TEXT NOT NULL CHECK (length(comment_id) = 26),
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  moderator TEXT NOT NULL CHECK (length(moderator) BETWEEN 1 AND 80), -- by whom
  was_decided_at INTEGER,                            -- when it had been decided about before: so that this can be undone
  decided_at INTEGER NOT NULL CHECK (decided_at > 0), -- milliseconds since 1970
  UNIQUE (batch, comment_id)
) STRICT;

-- Words and phrases that the desk watches for. Nothing about a person, unless a moderator writes it there.
CREATE TABLE IF NOT EXISTS phrases (
  phrase TEXT PRIMARY KEY CHECK (length(phrase) BETWEEN 1 AND 100), -- whole words; * stands for any letters
  effect TEXT NOT NULL CHECK (effect IN ('hold', 'spam')),
  moderator TEXT NOT NULL CHECK (length(moderator) BETWEEN 1 AND 80), -- who watches for it
  created_at INTEGER NOT NULL CHECK (created_at > 0) -- milliseconds since 1970
) STRICT, WITHOUT ROWID;

-- Whose comments go to spam: whoever holds the cookie, or an address that was confirmed with it; or for one day a
-- visitor. Never an address that was only typed.
CREATE TABLE IF NOT EXISTS blocks (
  -- HMAC-SHA-256 as in comments.commenter_hash, with its key; or a visitor as in visits, with the day.
  who TEXT PRIMARY KEY CHECK (length(who) = 43 AND who NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT CHECK (length(commenter_key) = 11),
  day INTEGER,                                  -- days since 1970
  comment_id TEXT NOT NULL CHECK (length(comment_id) = 26), -- for what
  moderator TEXT NOT NULL CHECK (length(moderator) BETWEEN 1 AND 80), -- by whom
  created_at INTEGER NOT NULL CHECK (created_at > 0), -- milliseconds since 1970
  CHECK ((commenter_key IS NULL) <> (day IS NULL))
) STRICT, WITHOUT ROWID;

-- When the hourly chores were last done, and how many rows they took away; and until when the editors were told, by
-- email and by webhook, how much waits for them.
CREATE TABLE IF NOT EXISTS chores (
  name TEXT PRIMARY KEY,
  done_at INTEGER NOT NULL CHECK (done_at > 0), -- milliseconds since 1970
  rows INTEGER NOT NULL CHECK (rows >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS comment_needs_article BEFORE INSERT ON comments BEGIN
  INSERT INTO articles (slug) VALUES (new.slug) ON CONFLICT DO NOTHING;
END;
-- One trigger, since the order of several is nobody's to say: first it is counted, then forgotten again if its author had
-- deleted it. That leaves a row that says nothing; the hourly chores take it away unless it was answered.
CREATE TRIGGER IF NOT EXISTS comment_added AFTER INSERT ON comments BEGIN
  UPDATE articles SET comment_count = comment_count + (new.status = 'approved'), revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER))
  WHERE slug = new.slug AND new.status IN ('approved', 'deleted');
  INSERT INTO keys (id, addresses) SELECT new.email_key, 1 WHERE new.email_key IS NOT NULL
    ON CONFLICT DO UPDATE SET addresses = addresses + 1;
  INSERT INTO keys (id, commenters) SELECT new.commenter_key, 1 WHERE new.commenter_key IS NOT NULL
    ON CONFLICT DO UPDATE SET commenters = commenters + 1;
  UPDATE comments
  SET status = 'deleted', name = '-', website = NULL, body = '-', tree = '[]', face = '----',
      email_hash = NULL, email_key = NULL, commenter_hash = NULL, commenter_key = NULL,
      retry_key = NULL, text_key = NULL, said_key = NULL, visitor = NULL, role = NULL, verdict = '[]'
  WHERE id = new.id AND status <> 'deleted' AND EXISTS (SELECT 1 FROM erased WHERE id = new.id);
END;
CREATE TRIGGER IF NOT EXISTS comment_decided AFTER UPDATE OF status ON comments
WHEN new.status <> old.status AND (new.status IN ('approved', 'deleted') OR old.status IN ('approved', 'deleted')) BEGIN
  UPDATE articles SET comment_count = comment_count + (new.status = 'approved') - (old.status = 'approved'), revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER))
  WHERE slug = new.slug;
END;
-- What was pinned is what stood there then.
CREATE TRIGGER IF NOT EXISTS comment_changed AFTER UPDATE OF body, name ON comments WHEN new.body <> old.body OR new.name <> old.name BEGIN
  UPDATE articles SET pinned_id = NULL WHERE slug = new.slug AND pinned_id = new.id;
END;
CREATE TRIGGER IF NOT EXISTS comment_redrawn AFTER UPDATE OF name, website, tree, face, edited_at ON comments
WHEN new.status = 'approved' AND (new.name, new.website, new.tree, new.face, new.edited_at)
  IS NOT (old.name, old.website, old.tree, old.face, old.edited_at) BEGIN
  UPDATE articles SET revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE slug = new.slug;
END;
CREATE TRIGGER IF NOT EXISTS article_redrawn AFTER UPDATE OF is_open, pinned_id ON articles
WHEN (new.is_open, new.pinned_id) IS NOT (old.is_open, old.pinned_id) BEGIN
  UPDATE articles SET revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE slug = new.slug;
END;
CREATE TRIGGER IF NOT EXISTS comment_erased AFTER DELETE ON comments WHEN old.status IN ('approved', 'deleted') BEGIN
  UPDATE articles SET comment_count = comment_count - (old.status = 'approved'), revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE slug = old.slug;
END;
CREATE TRIGGER IF NOT EXISTS address_rekeyed AFTER UPDATE OF email_key ON comments WHEN new.email_key IS NOT old.email_key BEGIN
  UPDATE keys SET addresses = addresses - 1 WHERE id = old.email_key;
  INSERT INTO keys (id, addresses) SELECT new.email_key, 1 WHERE new.email_key IS NOT NULL
    ON CONFLICT DO UPDATE SET addresses = addresses + 1;
END;
CREATE TRIGGER IF NOT EXISTS commenter_rekeyed AFTER UPDATE OF commenter_key ON comments WHEN new.commenter_key IS NOT old.commenter_key BEGIN
  UPDATE keys SET commenters = commenters - 1 WHERE id = old.commenter_key;
  INSERT INTO keys (id, commenters) SELECT new.commenter_key, 1 WHERE new.commenter_key IS NOT NULL
    ON CONFLICT DO UPDATE SET commenters = commenters + 1;
END;
CREATE TRIGGER IF NOT EXISTS comment_unkeyed AFTER DELETE ON comments BEGIN
  UPDATE keys SET addresses = addresses - 1 WHERE id = old.email_key;
  UPDATE keys SET commenters = commenters - 1 WHERE id = old.commenter_key;
END;
CREATE TRIGGER IF NOT EXISTS visit_added AFTER INSERT ON visits BEGIN
  INSERT INTO articles (slug) VALUES (new.slug) ON CONFLICT DO NOTHING;
  INSERT INTO counts (day, slug, event, channel, count) VALUES (new.day, new.slug, new.event, new.channel, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER IF NOT EXISTS share_added AFTER INSERT ON visits WHEN new.event = 'share' BEGIN
  INSERT INTO articles (slug, share_count) VALUES (new.slug, 1) ON CONFLICT DO UPDATE SET share_count = share_count + 1;
  INSERT INTO shares (slug, network, count) VALUES (new.slug, new.channel, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
