import type { SqliteDatabase } from './database.ts';
import type { JobSummary } from './job-summary.ts';
import { jobSummaries } from './job-summary.ts';

/** What is asked of the store that may take longer than the event loop of its owner may stand still. */
export interface Questions {
  readonly jobSummary: (jobId: number, slowestFiles: number) => JobSummary;
  /** Records that no later run may use and no job holds on to. */
  readonly unreferencedRecords: () => number[];
}

/** The same, answered later. */
export type Asked<Q> = {
  readonly [Name in keyof Q]: Q[Name] extends (...args: infer Arguments) => infer Answer
    ? (...args: Arguments) => Promise<Answer>
    : never;
};

/** Answers from a connection that need only read. */
export function questions(database: SqliteDatabase): Questions {
  const unreferenced = database
    .prepare<[], number>(
      `SELECT id FROM records WHERE cached = 0 AND id NOT IN (SELECT record_id FROM items WHERE record_id IS NOT NULL)`,
    )
    .pluck();
  return {
    jobSummary: jobSummaries(database),
    unreferencedRecords: () => unreferenced.all(),
  };
}

/** Answers in this thread, for a process in which nothing else waits. */
export function askedHere(database: SqliteDatabase): Asked<Questions> {
  const { jobSummary, unreferencedRecords } = questions(database);
  return {
    jobSummary: (...args) => Promise.resolve(jobSummary(...args)),
    unreferencedRecords: () => Promise.resolve(unreferencedRecords()),
  };
}
