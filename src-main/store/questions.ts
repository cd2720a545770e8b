import type { JobCounts } from '../../src-protocol/model/job.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import type { SqliteDatabase } from './database.ts';
import { COUNT_SUMS } from './item-counts.ts';
import type { JobSummary } from './job-summary.ts';
import { jobSummaries } from './job-summary.ts';
import type { ResultQuestions } from './results-index/result-questions.ts';
import { resultQuestions } from './results-index/result-questions.ts';

/** What is asked of the store that may take longer than the event loop of its owner may stand still. */
export interface Questions extends ResultQuestions {
  readonly jobSummary: (jobId: number, slowestFiles: number) => JobSummary;
  readonly jobCounts: (jobId: number) => JobCounts;
  /** Records that no later run may use and no job holds on to. */
  readonly unreferencedRecords: () => number[];
}

/** The same, answered later. */
export type Asked<Q> = {
  readonly [Name in keyof Q]: Q[Name] extends (...args: infer Arguments) => infer Answer
    ? (...args: Arguments) => Promise<Awaited<Answer>>
    : never;
};

/** Answers from a connection that need only read. `signal`: what takes long is ended, and its questions fail. */
export function questions(database: SqliteDatabase, signal: AbortSignal): Questions {
  const counts = database.prepare<[number], JobCounts>(`SELECT ${COUNT_SUMS} FROM items WHERE job_id = ?`);
  const unreferenced = database
    .prepare<[], number>(
      `SELECT id FROM records WHERE cached = 0 AND id NOT IN (SELECT record_id FROM items WHERE record_id IS NOT NULL)`,
    )
    .pluck();
  let results: ResultQuestions | undefined;
  const ofResults = () => (results ??= resultQuestions(database, signal)); // most commands never ask
  return {
    jobSummary: jobSummaries(database),
    jobCounts: (jobId) => counts.get(jobId) ?? NO_COUNTS,
    unreferencedRecords: () => unreferenced.all(),
    resultPage: (...args) => ofResults().resultPage(...args),
    resultRecords: (...args) => ofResults().resultRecords(...args),
    resultRecord: (...args) => ofResults().resultRecord(...args),
    resultPath: (...args) => ofResults().resultPath(...args),
    resultColumns: (...args) => ofResults().resultColumns(...args),
    resultFacets: (...args) => ofResults().resultFacets(...args),
    resultHistogram: (...args) => ofResults().resultHistogram(...args),
    resultPlaces: (...args) => ofResults().resultPlaces(...args),
    resultOffset: (...args) => ofResults().resultOffset(...args),
    resultItems: (...args) => ofResults().resultItems(...args),
  };
}

/** Answers in this thread, for a process in which nothing else waits. */
export function askedHere(database: SqliteDatabase): Asked<Questions> {
  const answers = questions(database, new AbortController().signal);
  return {
    jobSummary: later(answers.jobSummary),
    jobCounts: later(answers.jobCounts),
    unreferencedRecords: later(answers.unreferencedRecords),
    resultPage: later(answers.resultPage),
    resultRecords: later(answers.resultRecords),
    resultRecord: later(answers.resultRecord),
    resultPath: later(answers.resultPath),
    resultColumns: later(answers.resultColumns),
    resultFacets: later(answers.resultFacets),
    resultHistogram: later(answers.resultHistogram),
    resultPlaces: later(answers.resultPlaces),
    resultOffset: later(answers.resultOffset),
    resultItems: later(answers.resultItems),
  };
}

function later<Arguments extends unknown[], Answer>(
  answer: (...args: Arguments) => Answer | Promise<Answer>,
): (...args: Arguments) => Promise<Answer> {
  return async (...args) => await answer(...args);
}
