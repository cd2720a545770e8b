/**
 * The database, one entry per version: entry n brings a database of `user_version` n to n + 1. An entry that has been
 * released is never changed.
 *
 * Paths are folder and name, both BLOBs: a folder stands once, and a look-up by folder and name touches short keys.
 * `items` is the queue as well as the result: one row per file of a job. `records` is the cache as well as the results'
 * content: an item points at the record that was made for it or found for it.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE extraction_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE folders (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE) STRICT;
  CREATE TABLE name_lists (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, names TEXT NOT NULL) STRICT;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    spec TEXT NOT NULL,
    state TEXT NOT NULL,
    message TEXT,
    key_id INTEGER NOT NULL REFERENCES extraction_keys (id),
    crawl_ended INTEGER NOT NULL DEFAULT 0,
    created_at_ms REAL NOT NULL,
    ended_at_ms REAL,
    active_ms REAL NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    key_id INTEGER NOT NULL REFERENCES extraction_keys (id),
    folder_id INTEGER NOT NULL REFERENCES folders (id),
    name BLOB NOT NULL,
    size_bytes REAL NOT NULL,
    modified_at_ms REAL NOT NULL,
    sidecars TEXT,
    outcome INTEGER NOT NULL,
    fault_code TEXT,
    fault_message TEXT,
    cached INTEGER NOT NULL,
    created_at_ms REAL NOT NULL,
    used_at_ms REAL NOT NULL,
    duration_ms REAL NOT NULL,
    stored_bytes INTEGER NOT NULL,
    fingerprint BLOB,
    name_list_id INTEGER NOT NULL REFERENCES name_lists (id),
    core TEXT NOT NULL,
    modules TEXT NOT NULL,
    tag_values TEXT NOT NULL
  ) STRICT;
  -- a look-up is answered by the index alone: the rows behind it are large
  CREATE INDEX records_by_file ON records
    (folder_id, name, key_id, size_bytes, modified_at_ms, sidecars, outcome, fault_code, created_at_ms, duration_ms)
    WHERE cached = 1;
  CREATE INDEX records_by_content ON records (size_bytes, modified_at_ms, key_id) WHERE cached = 1 AND fingerprint IS NOT NULL;
  CREATE INDEX records_by_age ON records (created_at_ms) WHERE cached = 1;
  CREATE INDEX records_by_use ON records (used_at_ms, stored_bytes) WHERE cached = 1;
  CREATE INDEX records_dropped ON records (id) WHERE cached = 0;

  -- counted as they change: a sum over a million records would take seconds
  CREATE TABLE cache_totals (entries INTEGER NOT NULL, bytes REAL NOT NULL) STRICT;
  INSERT INTO cache_totals VALUES (0, 0);
  CREATE TRIGGER record_cached AFTER INSERT ON records WHEN NEW.cached = 1 BEGIN
    UPDATE cache_totals SET entries = entries + 1, bytes = bytes + NEW.stored_bytes;
  END;
  CREATE TRIGGER record_dropped AFTER UPDATE OF cached ON records WHEN OLD.cached = 1 AND NEW.cached = 0 BEGIN
    UPDATE cache_totals SET entries = entries - 1, bytes = bytes - NEW.stored_bytes;
  END;

  CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES jobs (id),
    -- no references from here on: a look-up for each would cost a tenth of the time that an unchanged file takes
    folder_id INTEGER NOT NULL,
    name BLOB NOT NULL,
    source INTEGER NOT NULL,
    size_bytes REAL,
    modified_at_ms REAL,
    sidecars TEXT,
    state INTEGER NOT NULL,
    outcome INTEGER,
    hit INTEGER NOT NULL DEFAULT 0,
    record_id INTEGER,
    fault_code TEXT,
    fault_message TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    suspicions INTEGER NOT NULL DEFAULT 0,
    not_before_ms REAL NOT NULL DEFAULT 0,
    duration_ms REAL,
    -- of a file that could not be read in this job: the worker that had it, if any, and when that was recorded
    worker TEXT,
    failed_at_ms REAL
  ) STRICT;
  CREATE UNIQUE INDEX items_by_file ON items (job_id, folder_id, name);
  CREATE INDEX items_open ON items (job_id, state, id) WHERE state <> 0;
  -- whoever keeps what was read of done items finds those that are read again, or have got another record, without
  -- comparing all; the last change of each
  CREATE TABLE changed_items (id INTEGER PRIMARY KEY AUTOINCREMENT, job_id INTEGER NOT NULL, item_id INTEGER NOT NULL UNIQUE) STRICT;
  CREATE TRIGGER done_item_changed AFTER UPDATE OF state, outcome, record_id ON items WHEN OLD.state = 0 BEGIN
    DELETE FROM changed_items WHERE item_id = NEW.id;
    INSERT INTO changed_items (job_id, item_id) VALUES (NEW.job_id, NEW.id);
  END;

  CREATE TABLE durations (
    format TEXT NOT NULL,
    size_class INTEGER NOT NULL,
    profile TEXT NOT NULL,
    count REAL NOT NULL,
    mean_ms REAL NOT NULL,
    squares REAL NOT NULL,
    PRIMARY KEY (format, size_class, profile)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cache_days (
    day TEXT PRIMARY KEY,
    hits INTEGER NOT NULL DEFAULT 0,
    moved INTEGER NOT NULL DEFAULT 0,
    misses INTEGER NOT NULL DEFAULT 0,
    evicted INTEGER NOT NULL DEFAULT 0,
    saved_ms REAL NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;

  -- values over time in steps of several lengths: older ones are kept in the longer steps only
  CREATE TABLE history (
    series TEXT NOT NULL,
    step_ms INTEGER NOT NULL,
    at_ms REAL NOT NULL,
    samples INTEGER NOT NULL,
    mean REAL NOT NULL,
    highest REAL NOT NULL,
    PRIMARY KEY (series, step_ms, at_ms)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- other computers, by the names that they go by here
  CREATE TABLE machines (
    name TEXT PRIMARY KEY,
    files INTEGER NOT NULL DEFAULT 0,
    bytes REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    sent_bytes REAL NOT NULL DEFAULT 0,
    busy_ms REAL NOT NULL DEFAULT 0,
    speed REAL,
    speed_weight_ms REAL NOT NULL DEFAULT 0,
    first_seen_ms REAL NOT NULL,
    last_seen_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- looked at with each item that is done it took a quarter of the time; what opens done items again notes it itself
  DROP TRIGGER done_item_changed;
  `,
];
