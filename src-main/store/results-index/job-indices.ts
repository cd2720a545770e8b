import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';
import type { StoredJob } from '../../coordinator/ports.ts';
import type { SqliteDatabase } from '../database.ts';
import type { FolderIds } from '../folder-ids.ts';
import type { NameLists } from '../name-lists.ts';
import type { ResultReader } from '../result-reader.ts';
import { resultReader } from '../result-reader.ts';
import { JobIndex } from './job-index.ts';

/** A job whose results were looked at. */
export interface IndexedJob {
  readonly index: JobIndex;
  readonly reader: ResultReader;
}

/** The indices of the jobs that were looked at last, as many as fit into the memory that is meant for them. */
export class JobIndices {
  readonly #database: SqliteDatabase;
  readonly #folders: FolderIds;
  readonly #lists: NameLists;
  readonly #bytesMax: number;
  /** The job that was looked at last comes last. */
  readonly #jobs = new Map<number, IndexedJob>();

  constructor(database: SqliteDatabase, folders: FolderIds, lists: NameLists, bytesMax: number) {
    this.#database = database;
    this.#folders = folders;
    this.#lists = lists;
    this.#bytesMax = bytesMax;
  }

  of(job: StoredJob): IndexedJob {
    const known = this.#jobs.get(job.id) ?? this.#made(job);
    this.#jobs.delete(job.id);
    this.#jobs.set(job.id, known);
    return known;
  }

  forget(jobId: number): void {
    this.#jobs.delete(jobId);
  }

  /** Drops indices until the others fit. The job that was looked at last stays however large it is. */
  trim(): void {
    let bytes = 0;
    for (const { index } of this.#jobs.values()) bytes += index.bytes;
    for (const [jobId, { index }] of this.#jobs) {
      if (bytes <= this.#bytesMax || this.#jobs.size <= 1) break;
      bytes -= index.bytes;
      this.#jobs.delete(jobId);
    }
  }

  #made(job: StoredJob): IndexedJob {
    const reader = resultReader(this.#database, job.id, job.spec);
    const shownPaths = (itemId: number) => {
      for (const { path, relativePath } of reader.recordsOf([itemId]))
        return {
          path: displayPath(path),
          relativePath: displayPath(relativePath),
          name: displayPath(splitPath(path).name),
        };
      return { path: '', relativePath: '', name: '' };
    };
    const index = new JobIndex(this.#database, job, { folders: this.#folders, lists: this.#lists, shownPaths });
    return { index, reader };
  }
}
