import { JobSpec, JobState } from '../../src-protocol/model/job.ts';
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

const ENDED: ReadonlySet<JobState> = new Set(['completed', 'cancelled', 'failed']);

export function jobStore(database: SqliteDatabase, nowMs: () => number): JobStore {
  const addKey = database.prepare('INSERT INTO extraction_keys (key) VALUES (?) ON CONFLICT DO NOTHING');
  const findKey = database.prepare<[string], number>('SELECT id FROM extraction_keys WHERE key = ?').pluck();
  const insert = database.prepare("INSERT INTO jobs (spec, state, key_id, created_at_ms) VALUES (?, 'queued', ?, ?)");
  const get = database.prepare<[number], JobRow>('SELECT * FROM jobs WHERE id = ?');
  const list = database.prepare<[number], JobRow>('SELECT * FROM jobs ORDER BY id DESC LIMIT ?');
  const setState = database.prepare('UPDATE jobs SET state = ?, message = ?, ended_at_ms = ? WHERE id = ?');
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
    list: (limit) => list.all(limit).map(toJob),
    setState: (jobId, state, message) => {
      setState.run(state, message ?? null, ENDED.has(state) ? nowMs() : null, jobId);
    },
    setCrawlEnded: (jobId) => {
      setCrawlEnded.run(jobId);
    },
    addActiveMs: (jobId, ms) => {
      addActive.run(ms, jobId);
    },
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
