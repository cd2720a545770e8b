import type { FaultCode } from '../../src-protocol/model/fault.ts';
import type { StoredRecord, OutcomeKind } from '../../src-protocol/model/record.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { joinPath, relativeToSource } from '../../src-protocol/model/path-join.ts';
import { HIT_NONE, ITEM_DONE, outcomeCode, outcomeOfCode, pathOfColumn } from './codes.ts';
import type { SqliteDatabase } from './database.ts';
import { folderIds } from './folder-ids.ts';
import { itemExtent } from './item-extent.ts';
import { nameLists } from './name-lists.ts';

/** The results of one job, read in the order in which its files were found. */
export interface ResultReader {
  /** Every file that is done; with `outcomes`, only those of these outcomes. */
  records(outcomes?: readonly OutcomeKind[]): Iterable<StoredRecord>;
  /** The distinct `TagTable.names` of these records. */
  nameLists(): Iterable<string>;
  /** The results of these items, in this order; those that are not done, or not there any more, are left out. */
  recordsOf(itemIds: Iterable<number>): Iterable<StoredRecord>;
  nameListsOf(itemIds: Iterable<number>): Iterable<string>;
}

type ResultRow = [
  folderId: number,
  name: Buffer,
  source: number,
  size: number | null,
  modified: number | null,
  sidecars: string | null,
  outcome: number,
  hit: number,
  attempts: number,
  faultCode: string | null,
  faultMessage: string | null,
  core: string | null,
  nameListId: number | null,
  values: string | null,
  modules: string | null,
  durationMs: number | null,
  worker: string | null,
  failedAt: number | null,
];

export function resultReader(database: SqliteDatabase, jobId: number, spec: JobSpec): ResultReader {
  const folders = folderIds(database);
  const lists = nameLists(database);
  // “+”: by the id. By the index of files all rows of the job would be gathered in memory, with their tags, to be sorted.
  const results = (filter: string) =>
    database
      .prepare<number[], ResultRow>(
        `
      SELECT i.folder_id, i.name, i.source, ifnull(r.size_bytes, i.size_bytes), i.modified_at_ms, i.sidecars, i.outcome, i.hit, i.attempts,
        i.fault_code, ifnull(i.fault_message, r.fault_message), r.core, r.name_list_id, r.tag_values, r.modules, i.duration_ms,
        i.worker, i.failed_at_ms
      FROM items i LEFT JOIN records r ON r.id = i.record_id
      WHERE +i.job_id = ? AND i.state = ${ITEM_DONE.toString()} ${filter}`,
      )
      .raw();
  const extentOf = itemExtent(database);
  const listIds = database
    .prepare<[number], number>(
      `
    SELECT DISTINCT r.name_list_id FROM items i JOIN records r ON r.id = i.record_id WHERE i.job_id = ? AND i.state = ${ITEM_DONE.toString()}`,
    )
    .pluck();
  const listIdOf = database
    .prepare<[number, number], number>(
      'SELECT r.name_list_id FROM items i JOIN records r ON r.id = i.record_id WHERE i.job_id = ? AND i.id = ?',
    )
    .pluck();

  function toRecord(row: ResultRow): StoredRecord {
    const [
      folderId,
      name,
      source,
      size,
      modified,
      sidecars,
      outcome,
      hit,
      attempts,
      code,
      message,
      core,
      nameListId,
      values,
      modules,
      durationMs,
      worker,
      failedAt,
    ] = row;
    const path = joinPath(folders.pathOf(folderId), pathOfColumn(name));
    return {
      path,
      relativePath: relativeToSource(path, spec.sources[source]),
      ...(size === null ? {} : { sizeBytes: size }),
      ...(modified === null ? {} : { modifiedAtMs: modified }),
      outcome: outcomeOfCode(outcome),
      fromCache: hit !== HIT_NONE,
      ...(code === null
        ? {}
        : {
            error: {
              code: code as FaultCode,
              message: message ?? '',
              attempts: Math.max(1, attempts),
              ...(worker === null ? {} : { worker }),
              ...(failedAt === null ? {} : { failedAtMs: failedAt }),
            },
          }),
      ...(sidecars === null ? {} : { sidecars: (JSON.parse(sidecars) as [string][]).map(([sidecar]) => sidecar) }),
      ...(durationMs === null ? {} : { durationMs }),
      coreJson: core ?? '{}',
      tags: { names: nameListId === null ? '' : lists.namesOf(nameListId), values: values ?? '' },
      modulesJson: modules ?? '{}',
    };
  }

  return {
    *records(outcomes) {
      const filter =
        outcomes === undefined
          ? ''
          : `AND i.outcome IN (${outcomes.map((outcome) => outcomeCode(outcome).toString()).join(', ')})`;
      const extent = extentOf(jobId);
      if (extent === undefined) return;
      const inOrder = results(`AND i.id BETWEEN ? AND ? ${filter} ORDER BY i.id`);
      for (const row of inOrder.iterate(jobId, extent.first, extent.last)) yield toRecord(row);
    },
    *recordsOf(itemIds) {
      const result = results('AND i.id = ?');
      for (const itemId of itemIds) {
        const row = result.get(jobId, itemId);
        if (row !== undefined) yield toRecord(row);
      }
    },
    *nameListsOf(itemIds) {
      const seen = new Set<number>();
      for (const itemId of itemIds) {
        const id = listIdOf.get(jobId, itemId);
        if (id === undefined || seen.has(id)) continue;
        seen.add(id);
        yield lists.namesOf(id);
      }
    },
    *nameLists() {
      for (const id of listIds.all(jobId)) yield lists.namesOf(id);
    },
  };
}
