-- Counts what changes of a conversation, so that a page is known to be the same without being drawn.
ALTER TABLE articles ADD COLUMN revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0);

DROP TRIGGER comment_added;
DROP TRIGGER comment_decided;
DROP TRIGGER comment_erased;

CREATE TRIGGER comment_added AFTER INSERT ON comments BEGIN
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

CREATE TRIGGER comment_decided AFTER UPDATE OF status ON comments
WHEN new.status <> old.status AND (new.status IN ('approved', 'deleted') OR old.status IN ('approved', 'deleted')) BEGIN
  UPDATE articles SET comment_count = comment_count + (new.status = 'approved') - (old.status = 'approved'), revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER))
  WHERE slug = new.slug;
END;

CREATE TRIGGER comment_redrawn AFTER UPDATE OF name, website, tree, face, edited_at ON comments
WHEN new.status = 'approved' AND (new.name, new.website, new.tree, new.face, new.edited_at)
  IS NOT (old.name, old.website, old.tree, old.face, old.edited_at) BEGIN
  UPDATE articles SET revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE slug = new.slug;
END;

CREATE TRIGGER article_redrawn AFTER UPDATE OF is_open, pinned_id ON articles
WHEN (new.is_open, new.pinned_id) IS NOT (old.is_open, old.pinned_id) BEGIN
  UPDATE articles SET revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE slug = new.slug;
END;

CREATE TRIGGER comment_erased AFTER DELETE ON comments WHEN old.status IN ('approved', 'deleted') BEGIN
  UPDATE articles SET comment_count = comment_count - (old.status = 'approved'), revision = max(revision + 1, CAST(unixepoch('subsec') * 1000 AS INTEGER)) WHERE slug = old.slug;
END;
