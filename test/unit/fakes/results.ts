import type { ResultFilter } from '../../../src-protocol/contract/results.ts';
import type { CoreFields } from '../../../src-protocol/model/core-fields.ts';
import type { StoredJob } from '../../../src-main/coordinator/ports.ts';
import type { TestStore } from './sqlite-store.ts';

export const ALL: ResultFilter = { search: '', conditions: [] };

export function filter(...conditions: ResultFilter['conditions']): ResultFilter {
  return { search: '', conditions };
}

let jobs = 0;

/** A job with one file per core, of which the cache knows nothing; its files are named by their place. */
export function jobOf(tested: TestStore, cores: readonly CoreFields[]): StoredJob {
  const name = (at: number) => `${at.toString().padStart(6, '0')}.jpg`;
  return tested.run(
    cores.map((_, at) => ({ name: name(at) })),
    {
      key: `key of job ${(jobs++).toString()}`,
      change: (path) => ({ coreJson: JSON.stringify(cores[Number(/(\d+)\.jpg/.exec(path)?.[1])]) }),
    },
  );
}

export async function pageOf(tested: TestStore, job: StoredJob, query: object = {}) {
  const page = await tested.store.questions.resultPage(job.id, {
    ...{ columns: ['relativePath'], filter: ALL, offset: 0, limit: 100, ...query },
  });
  return page?.rows.map(({ cells }) => (cells.length === 1 ? cells[0] : cells));
}

export function taken(local: string): CoreFields {
  return { capturedAt: { local, source: 'ExifIFD:DateTimeOriginal' } };
}
