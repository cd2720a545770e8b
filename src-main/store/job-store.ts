import type { Priority } from '../../src-protocol/model/job.ts';
import { hasEnded, JobSpec, JobState } from '../../src-protocol/model/job.ts';
import type { DurationStatistics, JobStore, StoredJob } from '../coordinator/ports.ts';
import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';

interface JobRow {
  readonly id: number;
  readonly spec: string;
  readonly state: string;
  readonly message: string | null;
  readonly key_id: number;
  readonly crawl_ended: number;
  readonly created_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly active_ms: number;
}

interface DurationRow {
  readonly format: string;
  readonly size_class: number;
  readonly profile: string;
  readonly count: number;
  readonly mean_ms: number;
  readonly squares: number;
}

/** The state in the database of a job that is being removed: nobody sees it any more. */
const HIDDEN = 'deleted';
const SEEN = `state <> '${HIDDEN}'`;

export function jobStore(database: SqliteDatabase, nowMs: () => number): JobStore {
  const addKey = database.prepare('INSERT INTO extraction_keys (key) VALUES (?) ON CONFLICT DO NOTHING');
  const findKey = database.prepare<[string], number>('SELECT id FROM extraction_keys WHERE key = ?').pluck();
  const insert = database.prepare("INSERT INTO jobs (spec, state, key_id, created_at_ms) VALUES (?, 'queued', ?, ?)");
  const get = database.prepare<[number], JobRow>(`SELECT * FROM jobs WHERE id = ? AND ${SEEN}`);
  const list = database.prepare<[number, string | null, number], JobRow>(
    `SELECT * FROM jobs WHERE id < ? AND state = ifnull(?, state) AND ${SEEN} ORDER BY id DESC LIMIT ?`,
  );
  const unfinished = database.prepare<[], JobRow>(
    "SELECT * FROM jobs WHERE state IN ('queued', 'running', 'interrupted') ORDER BY id",
  );
  const setState = database.prepare('UPDATE jobs SET state = ?, message = ?, ended_at_ms = ? WHERE id = ?');
  const setSpec = database.prepare('UPDATE jobs SET spec = ? WHERE id = ?');
  const hidden = database.prepare<[], number>(`SELECT id FROM jobs WHERE state = '${HIDDEN}'`).pluck();
  const remove = database.prepare('DELETE FROM jobs WHERE id = ?');
  const setCrawlEnded = database.prepare('UPDATE jobs SET crawl_ended = 1 WHERE id = ?');
  const addActive = database.prepare('UPDATE jobs SET active_ms = active_ms + ? WHERE id = ?');
  const durations = database.prepare<[string], DurationRow>('SELECT * FROM durations WHERE profile = ?');
  const saveDuration = database.prepare(`
    INSERT INTO durations (format, size_class, profile, count, mean_ms, squares) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = excluded.count, mean_ms = excluded.mean_ms, squares = excluded.squares`);

  return {
    create: writing(database, (spec: JobSpec, extractionKey: string) => {
      addKey.run(extractionKey);
      const { lastInsertRowid } = insert.run(JSON.stringify(spec), findKey.get(extractionKey), nowMs());
      const row = get.get(Number(lastInsertRowid));
      if (row === undefined) throw new Error('the job that was just stored is not there');
      return toJob(row);
    }),
    get: (jobId) => {
      const row = get.get(jobId);
      return row === undefined ? undefined : toJob(row);
    },
    list: (limit, before = Number.MAX_SAFE_INTEGER, state?: JobState) =>
      list.all(before, state ?? null, limit).map(toJob),
    unfinished: () => unfinished.all().map(toJob),
    setState: writing(database, (jobId: number, state: JobState, message: string | undefined) => {
      setState.run(state, message ?? null, hasEnded(state) ? nowMs() : null, jobId);
    }),
    setPriority: writing(database, (jobId: number, priority: Priority) => {
      const row = get.get(jobId);
      if (row !== undefined) setSpec.run(JSON.stringify({ ...toJob(row).spec, priority }), jobId);
    }),
    hide: writing(database, (jobId: number) => {
      setState.run(HIDDEN, null, nowMs(), jobId);
    }),
    hidden: () => hidden.all(),
    remove: writing(database, (jobId: number) => {
      remove.run(jobId);
    }),
    setCrawlEnded: writing(database, (jobId: number) => {
      setCrawlEnded.run(jobId);
    }),
    addActiveMs: writing(database, (jobId: number, ms: number) => {
      addActive.run(ms, jobId);
    }),
    durations: (profile) => durations.all(profile).map(toStatistics),
    saveDurations: writing(database, (statistics: readonly DurationStatistics[]) => {
      for (const { format, sizeClass, profile, count, meanMs, squares } of statistics) {
        saveDuration.run(format, sizeClass, profile, count, meanMs, squares);
      }
    }),
  };
}

function toJob(row: JobRow): StoredJob {
  return {
    id: row.id,
    spec: JobSpec.parse(JSON.parse(row.spec)),
    state: JobState.parse(row.state),
    message: row.message ?? undefined,
    keyId: row.key_id,
    crawlEnded: row.crawl_ended === 1,
    createdAtMs: row.created_at_ms,
    endedAtMs: row.ended_at_ms ?? undefined,
    activeMs: row.active_ms,
  };
}

function toStatistics(row: DurationRow): DurationStatistics {
  return {
    format: row.format,
    sizeClass: row.size_class,
    profile: row.profile,
    count: row.count,
    meanMs: row.mean_ms,
    squares: row.squares,
  };
}
