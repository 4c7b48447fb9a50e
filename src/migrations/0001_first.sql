-- The tables as they first were. What each is for stands in schema.sql, which is always the whole.
CREATE TABLE IF NOT EXISTS articles (
  slug TEXT PRIMARY KEY CHECK (length(slug) BETWEEN 1 AND 200),
  comment_count INTEGER NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
  share_count INTEGER NOT NULL DEFAULT 0 CHECK (share_count >= 0),
  is_open INTEGER CHECK (is_open IN (0, 1)),
  pinned_id TEXT CHECK (length(pinned_id) = 26)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS comments (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  slug TEXT NOT NULL REFERENCES articles (slug),
  parent_id TEXT,
  path TEXT NOT NULL CHECK (length(path) % 26 = 0 AND length(path) <= 6 * 26 AND substr(path, -26) = id),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  role TEXT CHECK (role IN ('author', 'editor')),
  website TEXT CHECK ((website GLOB 'http://?*' OR website GLOB 'https://?*') AND length(website) <= 200),
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
  tree TEXT NOT NULL CHECK (json_type(tree) = 'array'),
  face TEXT NOT NULL CHECK (length(face) = 4 AND face NOT GLOB '*[^A-Za-z0-9_-]*'),
  status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'spam', 'deleted')),
  email_hash TEXT CHECK (length(email_hash) = 43 AND email_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  email_key TEXT CHECK (length(email_key) = 11 AND email_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_hash TEXT CHECK (length(commenter_hash) = 43 AND commenter_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT CHECK (length(commenter_key) = 11 AND commenter_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  retry_key TEXT CHECK (length(retry_key) = 43 AND retry_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  text_key TEXT CHECK (length(text_key) = 43 AND text_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  said_key TEXT CHECK (length(said_key) = 43 AND said_key NOT GLOB '*[^A-Za-z0-9_-]*'),
  visitor TEXT CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  verdict TEXT NOT NULL DEFAULT '[]' CHECK (json_type(verdict) = 'array'),
  created_at INTEGER NOT NULL CHECK (created_at > 0),
  edited_at INTEGER CHECK (edited_at >= created_at),
  decided_at INTEGER CHECK (decided_at >= created_at),
  UNIQUE (id, slug),
  FOREIGN KEY (parent_id, slug) REFERENCES comments (id, slug),
  CHECK ((parent_id IS NULL) = (path = id)),
  CHECK ((status = 'deleted' OR role IS NOT NULL) = (email_hash IS NULL) AND (email_hash IS NULL) = (email_key IS NULL)),
  CHECK ((status = 'deleted' OR role IS NOT NULL) = (commenter_hash IS NULL) AND (commenter_hash IS NULL) = (commenter_key IS NULL))
) STRICT;

CREATE VIEW IF NOT EXISTS readable_comments AS
SELECT id, slug, parent_id AS parentId, path, name, role, website, tree, face, status, created_at AS createdAt, edited_at AS editedAt
FROM comments;
CREATE INDEX IF NOT EXISTS conversation ON comments (slug, path) WHERE status IN ('approved', 'deleted');
CREATE INDEX IF NOT EXISTS conversation_newest ON comments (slug, substr(path, 1, 26) DESC, path) WHERE status IN ('approved', 'deleted');
CREATE INDEX IF NOT EXISTS waiting_in_place ON comments (slug, path) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS of_article ON comments (slug, status, id);
CREATE INDEX IF NOT EXISTS queue ON comments (status, id);
CREATE INDEX IF NOT EXISTS replies ON comments (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS retries ON comments (retry_key, created_at) WHERE retry_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS texts ON comments (text_key);
CREATE INDEX IF NOT EXISTS said ON comments (said_key);
CREATE INDEX IF NOT EXISTS standing ON comments (commenter_hash, status);
CREATE INDEX IF NOT EXISTS addresses ON comments (email_hash, id);
CREATE INDEX IF NOT EXISTS turned_down ON comments (coalesce(decided_at, created_at)) WHERE status IN ('rejected', 'spam');

CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY CHECK (length(id) = 11),
  addresses INTEGER NOT NULL DEFAULT 0 CHECK (addresses >= 0),
  commenters INTEGER NOT NULL DEFAULT 0 CHECK (commenters >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS shares (
  slug TEXT NOT NULL REFERENCES articles (slug),
  network TEXT NOT NULL CHECK (length(network) BETWEEN 1 AND 20),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (slug, network)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS counts (
  day INTEGER NOT NULL,
  slug TEXT NOT NULL REFERENCES articles (slug),
  event TEXT NOT NULL CHECK (event IN ('share', 'arrival')),
  channel TEXT NOT NULL CHECK (length(channel) BETWEEN 1 AND 20),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (day, slug, event, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS salts (
  day INTEGER PRIMARY KEY,
  salt TEXT NOT NULL CHECK (length(salt) = 43)
) STRICT;

CREATE TABLE IF NOT EXISTS visits (
  day INTEGER NOT NULL REFERENCES salts (day) ON DELETE CASCADE,
  visitor TEXT NOT NULL CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  slug TEXT NOT NULL,
  event TEXT NOT NULL,
  channel TEXT NOT NULL,
  PRIMARY KEY (day, visitor, slug, event, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tries (
  day INTEGER NOT NULL,
  minute INTEGER NOT NULL,
  who TEXT NOT NULL CHECK (length(who) = 43 AND who NOT GLOB '*[^A-Za-z0-9_-]*'),
  count INTEGER NOT NULL CHECK (count > 0),
  PRIMARY KEY (who, minute)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tries_of_day ON tries (day);

CREATE TABLE IF NOT EXISTS reports (
  comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  visitor TEXT NOT NULL CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  reason TEXT NOT NULL CHECK (reason IN ('spam', 'abuse', 'illegal', 'personal', 'other')),
  words TEXT NOT NULL CHECK (length(words) <= 1000),
  created_at INTEGER NOT NULL CHECK (created_at > 0),
  PRIMARY KEY (comment_id, visitor)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS confirmations (
  commenter_hash TEXT NOT NULL CHECK (length(commenter_hash) = 43 AND commenter_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT NOT NULL CHECK (length(commenter_key) = 11),
  email_hash TEXT NOT NULL CHECK (length(email_hash) = 43 AND email_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  email_key TEXT NOT NULL CHECK (length(email_key) = 11),
  created_at INTEGER NOT NULL CHECK (created_at > 0),
  PRIMARY KEY (commenter_hash, email_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS confirmed_addresses ON confirmations (email_hash);
CREATE INDEX IF NOT EXISTS confirmation_keys ON confirmations (email_key, commenter_key);

CREATE TABLE IF NOT EXISTS passes (
  id TEXT PRIMARY KEY CHECK (length(id) = 43 AND id NOT GLOB '*[^A-Za-z0-9_-]*'),
  purpose TEXT NOT NULL CHECK (purpose IN ('link', 'confirmation', 'session')),
  email_hash TEXT NOT NULL CHECK (length(email_hash) = 43 AND email_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  email_key TEXT NOT NULL CHECK (length(email_key) = 11),
  commenter_hash TEXT CHECK (length(commenter_hash) = 43 AND commenter_hash NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT CHECK (length(commenter_key) = 11),
  visitor TEXT CHECK (length(visitor) = 43 AND visitor NOT GLOB '*[^A-Za-z0-9_-]*'),
  created_at INTEGER NOT NULL CHECK (created_at > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passes_for ON passes (email_hash, created_at);
CREATE INDEX IF NOT EXISTS passes_by ON passes (visitor, created_at);

CREATE TABLE IF NOT EXISTS erased (
  id TEXT PRIMARY KEY CHECK (length(id) = 26),
  erased_at INTEGER NOT NULL CHECK (erased_at > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS decisions (
  id INTEGER PRIMARY KEY,
  batch TEXT NOT NULL CHECK (length(batch) = 26),
  comment_id TEXT NOT NULL CHECK (length(comment_id) = 26),
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  moderator TEXT NOT NULL CHECK (length(moderator) BETWEEN 1 AND 80),
  was_decided_at INTEGER,
  decided_at INTEGER NOT NULL CHECK (decided_at > 0),
  UNIQUE (batch, comment_id)
) STRICT;

CREATE TABLE IF NOT EXISTS phrases (
  phrase TEXT PRIMARY KEY CHECK (length(phrase) BETWEEN 1 AND 100),
  effect TEXT NOT NULL CHECK (effect IN ('hold', 'spam')),
  moderator TEXT NOT NULL CHECK (length(moderator) BETWEEN 1 AND 80),
  created_at INTEGER NOT NULL CHECK (created_at > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS blocks (
  who TEXT PRIMARY KEY CHECK (length(who) = 43 AND who NOT GLOB '*[^A-Za-z0-9_-]*'),
  commenter_key TEXT CHECK (length(commenter_key) = 11),
  day INTEGER,
  comment_id TEXT NOT NULL CHECK (length(comment_id) = 26),
  moderator TEXT NOT NULL CHECK (length(moderator) BETWEEN 1 AND 80),
  created_at INTEGER NOT NULL CHECK (created_at > 0),
  CHECK ((commenter_key IS NULL) <> (day IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS chores (
  name TEXT PRIMARY KEY,
  done_at INTEGER NOT NULL CHECK (done_at > 0),
  rows INTEGER NOT NULL CHECK (rows >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS comment_needs_article BEFORE INSERT ON comments BEGIN
  INSERT INTO articles (slug) VALUES (new.slug) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER IF NOT EXISTS comment_added AFTER INSERT ON comments BEGIN
  UPDATE articles SET comment_count = comment_count + 1 WHERE slug = new.slug AND new.status = 'approved';
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

CREATE TRIGGER IF NOT EXISTS comment_decided AFTER UPDATE OF status ON comments WHEN (new.status = 'approved') <> (old.status = 'approved') BEGIN
  UPDATE articles SET comment_count = comment_count + (new.status = 'approved') - (old.status = 'approved') WHERE slug = new.slug;
END;

CREATE TRIGGER IF NOT EXISTS comment_changed AFTER UPDATE OF body, name ON comments WHEN new.body <> old.body OR new.name <> old.name BEGIN
  UPDATE articles SET pinned_id = NULL WHERE slug = new.slug AND pinned_id = new.id;
END;

CREATE TRIGGER IF NOT EXISTS comment_erased AFTER DELETE ON comments WHEN old.status = 'approved' BEGIN
  UPDATE articles SET comment_count = comment_count - 1 WHERE slug = old.slug;
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
