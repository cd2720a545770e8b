import { extensionOf } from '../../../src-protocol/model/format.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import { isoTime } from '../../../src-protocol/model/record.ts';
import { HIT_NONE, outcomeOfCode } from '../codes.ts';
import { CodedColumn } from './coded-column.ts';
import type { Column } from './column.ts';
import { DateColumn } from './date-column.ts';
import { dateKeyOfMs, msOfDateKey } from './date-key.ts';
import { LISTS, PLAIN } from './faces.ts';
import type { ItemRow } from './item-rows.ts';
import { NumberColumn } from './number-column.ts';

/** The fields of the record besides its core, but for the paths. */
export class ItemColumns {
  /** By the name of the field, in the order of the record. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly #extension: CodedColumn;
  readonly #size: NumberColumn;
  readonly #modifiedAt: DateColumn;
  readonly #outcome: CodedColumn;
  readonly #fromCache: CodedColumn;
  readonly #errorCode: CodedColumn;
  readonly #errorMessage: CodedColumn;
  readonly #attempts: CodedColumn;
  readonly #worker: CodedColumn;
  readonly #failedAt: DateColumn;
  readonly #sidecars: CodedColumn;
  readonly #durationMs: NumberColumn;

  constructor(rows: () => number) {
    this.#extension = new CodedColumn('text', PLAIN, rows);
    this.#size = new NumberColumn(rows);
    this.#modifiedAt = timeColumn(rows);
    this.#outcome = new CodedColumn('text', PLAIN, rows);
    this.#fromCache = new CodedColumn('boolean', PLAIN, rows);
    this.#errorCode = new CodedColumn('text', PLAIN, rows);
    this.#errorMessage = new CodedColumn('text', PLAIN, rows);
    this.#attempts = new CodedColumn('number', PLAIN, rows);
    this.#worker = new CodedColumn('text', PLAIN, rows);
    this.#failedAt = timeColumn(rows);
    this.#sidecars = new CodedColumn('text', LISTS, rows);
    this.#durationMs = new NumberColumn(rows);
    this.columns = new Map<string, Column>([
      ['extension', this.#extension],
      ['size', this.#size],
      ['modifiedAt', this.#modifiedAt],
      ['outcome', this.#outcome],
      ['fromCache', this.#fromCache],
      ['error.code', this.#errorCode],
      ['error.message', this.#errorMessage],
      ['error.attempts', this.#attempts],
      ['error.worker', this.#worker],
      ['error.failedAt', this.#failedAt],
      ['sidecars', this.#sidecars],
      ['durationMs', this.#durationMs],
    ]);
  }

  clear(row: number): void {
    for (const column of this.columns.values()) column.clear(row);
  }

  /** What the item says of a file that is done; `setOfRecord` may know better. The row has no values yet. */
  set(row: number, item: ItemRow): void {
    const [
      ,
      ,
      name,
      ,
      size,
      modified,
      sidecars,
      ,
      outcome,
      hit,
      recordId,
      faultCode,
      faultMessage,
      attempts,
      durationMs,
      worker,
      failedAt,
    ] = item;
    const extension = extensionOf(name);
    if (extension !== undefined) this.#extension.set(row, extension);
    if (size !== null) this.#size.set(row, size);
    if (modified !== null) this.#modifiedAt.set(row, dateKeyOfMs(modified));
    if (sidecars !== null) this.#sidecars.set(row, namesOf(sidecars));
    this.#outcome.set(row, outcomeOfCode(outcome ?? 0));
    this.#fromCache.set(row, hit !== HIT_NONE);
    if (durationMs !== null) this.#durationMs.set(row, durationMs);
    if (faultCode === null) return;
    this.#errorCode.set(row, faultCode);
    this.#attempts.set(row, Math.max(1, attempts));
    if (worker !== null) this.#worker.set(row, worker);
    if (failedAt !== null) this.#failedAt.set(row, dateKeyOfMs(failedAt));
    if (faultMessage !== null || recordId === null) this.#errorMessage.set(row, faultMessage ?? '');
  }

  /** The size at the time at which it was read, and the message of a fault that the cache knew. */
  setOfRecord(row: number, sizeBytes: number, faultMessage: string | null): void {
    this.#size.set(row, sizeBytes);
    if (this.#errorCode.has(row) && !this.#errorMessage.has(row)) this.#errorMessage.set(row, faultMessage ?? '');
  }
}

function timeColumn(rows: () => number): DateColumn {
  return new DateColumn(rows, (key) => isoTime(msOfDateKey(key)));
}

/** The names in the JSON text of the states of sidecars, as JSON text. */
function namesOf(sidecars: string): string {
  return JSON.stringify((JSON.parse(sidecars) as readonly [string][]).map(([name]) => displayPath(name)));
}
