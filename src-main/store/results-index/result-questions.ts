import type { z } from 'zod';
import type { ColumnCoverage, ResultFilter, ResultRow, ResultSort } from '../../../src-protocol/contract/results.ts';
import type { OutcomeKind } from '../../../src-protocol/model/record.ts';
import { renderFullRecord, renderRecord } from '../../../src-protocol/model/record.ts';
import type { StoredJob } from '../../coordinator/ports.ts';
import { ITEM_DONE, outcomeCode } from '../codes.ts';
import type { SqliteDatabase } from '../database.ts';
import { folderIds } from '../folder-ids.ts';
import { itemExtent } from '../item-extent.ts';
import { jobStore } from '../job-store.ts';
import { nameLists } from '../name-lists.ts';
import { cellReader } from './cells.ts';
import type { Facet } from './column.ts';
import { coverage } from './coverage.ts';
import { wordsOf } from './filtered-rows.ts';
import type { Histogram, HistogramQuery } from './histogram.ts';
import { histogram } from './histogram.ts';
import type { Needs } from './job-index.ts';
import type { IndexedJob } from './job-indices.ts';
import { JobIndices } from './job-indices.ts';
import { rowsOfMask } from './page-rows.ts';
import type { GatheredPlaces } from './position-grid.ts';
import { gatherPlaces } from './position-grid.ts';

export interface PageQuery {
  readonly columns: readonly string[];
  readonly filter: ResultFilter;
  readonly sort?: z.infer<typeof ResultSort> | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface ResultPage {
  readonly total: number;
  readonly rows: z.infer<typeof ResultRow>[];
}

export interface RecordsQuery {
  /** The id of the last item of the part before; 0 at first. */
  readonly after: number;
  readonly limit: number;
  readonly outcome?: OutcomeKind | undefined;
}

export interface RecordsPart {
  /** Each as `renderRecord` writes it. */
  readonly records: string[];
  /** The `after` of the next part; absent at the end. */
  readonly next?: number;
}

export interface FacetsQuery {
  readonly columns: readonly string[];
  readonly filter: ResultFilter;
  readonly limit: number;
  readonly bytes?: boolean;
}

export interface HistogramOf extends HistogramQuery {
  readonly column: string;
  readonly filter: ResultFilter;
}

export interface PlacesQuery {
  readonly filter: ResultFilter;
  /** The most places that there may be. */
  readonly cells: number;
}

export interface OffsetQuery {
  readonly itemId: number;
  readonly filter: ResultFilter;
  readonly sort?: z.infer<typeof ResultSort> | undefined;
}

export interface ResultColumns {
  readonly files: number;
  readonly columns: z.infer<typeof ColumnCoverage>[];
}

/** About the results of one job: the files that are done. Undefined where there is no such job. */
export interface ResultQuestions {
  readonly resultPage: (jobId: number, query: PageQuery) => Promise<ResultPage | undefined>;
  /** Whole records in the order in which their files were found. */
  readonly resultRecords: (jobId: number, query: RecordsQuery) => RecordsPart | undefined;
  /** One record as `renderFullRecord` writes it; undefined also where the file is not done. */
  readonly resultRecord: (jobId: number, itemId: number) => string | undefined;
  /** Where the file of a result is, in the form of path-codec.ts; undefined as for `resultRecord`. */
  readonly resultPath: (jobId: number, itemId: number) => string | undefined;
  readonly resultColumns: (jobId: number) => Promise<ResultColumns | undefined>;
  readonly resultFacets: (
    jobId: number,
    query: FacetsQuery,
  ) => Promise<(Facet & { readonly column: string })[] | undefined>;
  readonly resultHistogram: (jobId: number, query: HistogramOf) => Promise<Histogram | undefined>;
  readonly resultPlaces: (jobId: number, query: PlacesQuery) => Promise<GatheredPlaces | undefined>;
  /** Where an item is among the results that match, in their order. */
  readonly resultOffset: (jobId: number, query: OffsetQuery) => Promise<{ readonly offset?: number } | undefined>;
  /** The ids of all items that match, in the order in which they were found. */
  readonly resultItems: (jobId: number, filter: ResultFilter) => Promise<Float64Array | undefined>;
}

/** Some jobs of a million files, or one of several. */
const INDEX_BYTES_MAX = 400e6;
/** One record may be many megabytes: a part of them ends where their text is so long, however many were asked for. */
const PART_LENGTH = 8e6;

/** `signal`: nothing more is read once it is aborted, and what is asked fails. */
export function resultQuestions(database: SqliteDatabase, signal: AbortSignal): ResultQuestions {
  const jobs = jobStore(database, () => 0);
  const lists = nameLists(database);
  const indices = new JobIndices(database, folderIds(database), lists, INDEX_BYTES_MAX);
  const ownChanges = database.prepare<[], number>('SELECT total_changes()').pluck();
  // “+”: by the id; the index of files by job would have to be sorted
  const itemsAfter = database
    .prepare<[number, number, number | null, number], number>(
      `
    SELECT id FROM items WHERE +job_id = ? AND id > ? AND +state = ${ITEM_DONE.toString()} AND outcome = ifnull(?, outcome)
    ORDER BY id LIMIT ?`,
    )
    .pluck();
  const extentOf = itemExtent(database);
  const valuesOf = database
    .prepare<[number], string>('SELECT r.tag_values FROM items i JOIN records r ON r.id = i.record_id WHERE i.id = ?')
    .pluck();

  /** Changes whenever something was written, by this connection or another. */
  function stamp(): string {
    return `${database.pragma('data_version', { simple: true }) as number}/${ownChanges.get() ?? 0}`;
  }

  function jobOf(jobId: number): StoredJob | undefined {
    const job = jobs.get(jobId);
    if (job === undefined) indices.forget(jobId);
    return job;
  }

  async function answer<Answer>(
    jobId: number,
    needs: Needs,
    compute: (indexed: IndexedJob) => Answer,
  ): Promise<Answer | undefined> {
    const seen = stamp();
    const job = jobOf(jobId);
    if (job === undefined) return undefined;
    const indexed = indices.of(job);
    const computed = await indexed.index.answer({ needs, job, stamp: seen, signal }, () => compute(indexed));
    indices.trim();
    return computed;
  }

  return {
    resultPage: (jobId, query) =>
      answer(jobId, needsOf(query.filter, query.sort === undefined ? [] : [query.sort.column]), ({ index, reader }) => {
        const matching = index.filtered(query.filter);
        const cells = cellReader(query.columns);
        const rows: ResultPage['rows'] = [];
        let itemId = 0;
        const ids = index.pageRows(matching, query.sort, query).map((row) => index.rows.idOf(row));
        for (const record of reader.recordsOf(noting(ids, (id) => (itemId = id))))
          rows.push({ itemId, cells: cells(record) });
        return { total: matching.count, rows };
      }),
    resultRecords: (jobId, { after, limit, outcome }) => {
      const job = jobOf(jobId);
      if (job === undefined) return undefined;
      const code = outcome === undefined ? null : outcomeCode(outcome);
      // the first part would look at the items of all earlier jobs; those that follow begin within the job
      const beforeFirst = after > 0 ? after : (extentOf(jobId)?.first ?? 1) - 1;
      const ids = itemsAfter.all(jobId, beforeFirst, code, limit);
      const records: string[] = [];
      let last = after;
      let length = 0;
      for (const record of indices.of(job).reader.recordsOf(noting(ids, (id) => (last = id)))) {
        const text = renderRecord(record);
        records.push(text);
        length += text.length;
        if (length >= PART_LENGTH) break;
      }
      const isEnd = ids.length < limit && last === (ids.at(-1) ?? after);
      return { records, ...(isEnd ? {} : { next: last }) };
    },
    resultRecord: (jobId, itemId) => {
      const job = jobOf(jobId);
      if (job === undefined) return undefined;
      return Array.from(indices.of(job).reader.recordsOf([itemId]), renderFullRecord)[0];
    },
    resultPath: (jobId, itemId) => {
      const job = jobOf(jobId);
      if (job === undefined) return undefined;
      return Array.from(indices.of(job).reader.recordsOf([itemId]), ({ path }) => path)[0];
    },
    resultColumns: (jobId) =>
      answer(jobId, { columns: [], records: true }, ({ index }) => ({
        files: index.rows.doneCount,
        columns: coverage(index, {
          namesOf: (id) => lists.namesOf(id),
          valuesOf: (row) => valuesOf.get(index.rows.idOf(row)),
        }),
      })),
    resultFacets: (jobId, { columns, filter, limit, bytes = false }) =>
      answer(jobId, needsOf(filter, bytes ? [...columns, 'size'] : columns), ({ index }) => {
        const { mask } = index.filtered(filter);
        const size = index.column('size');
        const sizeOf = bytes ? (row: number) => size.number(row) : undefined;
        return columns.map((column) => ({ column, ...index.column(column).facet(mask, limit, sizeOf) }));
      }),
    resultHistogram: (jobId, { column, filter, buckets, by }) =>
      answer(jobId, needsOf(filter, [column]), ({ index }) =>
        histogram(index.column(column), index.filtered(filter).mask, { buckets, by }),
      ),
    resultPlaces: (jobId, { filter, cells }) =>
      answer(jobId, needsOf(filter, ['latitude', 'longitude']), ({ index }) =>
        gatherPlaces(index.column('latitude'), index.column('longitude'), index.filtered(filter).mask, cells),
      ),
    resultOffset: (jobId, { itemId, filter, sort }) =>
      answer(jobId, needsOf(filter, sort === undefined ? [] : [sort.column]), ({ index }) => {
        const offset = index.offsetOf(itemId, index.filtered(filter), sort);
        return offset === undefined ? {} : { offset };
      }),
    resultItems: (jobId, filter) =>
      answer(jobId, needsOf(filter, []), ({ index }) => {
        const { mask, count } = index.filtered(filter);
        const ids = new Float64Array(count);
        let at = 0;
        for (const row of rowsOfMask(mask)) ids[at++] = index.rows.idOf(row);
        return ids;
      }),
  };
}

function needsOf({ search, conditions }: ResultFilter, columns: readonly string[]): Needs {
  return {
    columns: [...columns, ...conditions.map(({ column }) => column)],
    records: wordsOf(search).size > 0,
  };
}

/** The same ids, each told to `note` when it is asked for. */
function* noting(ids: readonly number[], note: (id: number) => void): Generator<number> {
  for (const id of ids) {
    note(id);
    yield id;
  }
}
