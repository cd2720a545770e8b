import type { StoredRecord } from '../../src-protocol/model/record.ts';
import { Cells } from './cells.ts';
import type { Dialect } from './cells.ts';
import type { ChosenColumns } from './columns.ts';
import { nearMatches } from './near-matches.ts';
import type { Pace } from './pace.ts';
import type { ExportSource, ExportWarning } from './ports.ts';
import type { RecordWriter } from './record-writer.ts';
import { RowLayout } from './row-layout.ts';
import { collectTagNames } from './tag-names.ts';

const BOM = '\uFEFF';
const EXCEL_ROWS_MAX = 1_048_576;
const EXCEL_COLUMNS_MAX = 16_384;
const NAMES_COMPARED_MAX = 100_000;
const COLUMNS_NAMED_MAX = 10;

/**
 * CSV (RFC 4180) or TSV with a header row. Lines end in LF; with `excel` in CRLF, and the file begins with a byte-order
 * mark, without which Excel takes UTF-8 for the country's old character set.
 */
export class TableWriter implements RecordWriter {
  readonly columnCount: number;
  readonly #excel: boolean;
  readonly #lineEnd: string;
  readonly #cells: Cells;
  readonly #layout: RowLayout;

  constructor(chosen: ChosenColumns, dialect: Dialect) {
    this.columnCount = chosen.columns.length;
    this.#excel = dialect.excel;
    this.#lineEnd = dialect.excel ? '\r\n' : '\n';
    this.#cells = new Cells(dialect);
    this.#layout = new RowLayout(chosen, this.#cells);
  }

  head(): string {
    return (this.#excel ? BOM : '') + this.#layout.header() + this.#lineEnd;
  }

  record(record: StoredRecord): string {
    return this.#layout.row(record) + this.#lineEnd;
  }

  tail(): string {
    return '';
  }

  async warnings(source: ExportSource, records: number, pace: Pace): Promise<readonly ExportWarning[]> {
    return [...(await this.#emptyColumns(source, records, pace)), ...this.#lateTags(), ...this.#excelLimits(records)];
  }

  /** Without records every column is empty, which says nothing about the names. */
  async #emptyColumns(source: ExportSource, records: number, pace: Pace): Promise<readonly ExportWarning[]> {
    const empty = records === 0 ? [] : this.#layout.emptyTagColumns();
    if (empty.length === 0) return [];
    const names = await collectTagNames(source, NAMES_COMPARED_MAX, pace);
    const warnings: ExportWarning[] = [];
    for (const column of empty.slice(0, COLUMNS_NAMED_MAX)) {
      const near = nearMatches(column, names);
      const hint = near.length > 0 ? ` (there is ${near.join(', ')})` : '';
      warnings.push({ code: 'empty-column', message: `No record has “${column}”${hint}: its column is empty.` });
      if (pace.isDue()) await pace.rest();
    }
    const more = empty.length - warnings.length;
    if (more > 0) warnings.push({ code: 'empty-column', message: `${more.toString()} more columns are empty.` });
    return warnings;
  }

  #lateTags(): readonly ExportWarning[] {
    const late = this.#layout.lateTags();
    if (late.length === 0) return [];
    const named = late.slice(0, COLUMNS_NAMED_MAX).join(', ') + (late.length > COLUMNS_NAMED_MAX ? ', …' : '');
    const message = `Tags that came in while the export ran have no column: ${named}. Export again to have them.`;
    return [{ code: 'late-tags', message }];
  }

  #excelLimits(records: number): readonly ExportWarning[] {
    if (!this.#excel) return [];
    const sentences: string[] = [];
    if (records >= EXCEL_ROWS_MAX) sentences.push('Excel opens only the first 1,048,576 rows of this table.');
    if (this.columnCount > EXCEL_COLUMNS_MAX)
      sentences.push('Excel opens only the first 16,384 columns of this table.');
    const long = this.#cells.tooLongForExcel;
    if (long > 0) sentences.push(`${long.toString()} cells are longer than the 32,767 characters that Excel can hold.`);
    return sentences.map((message) => ({ code: 'excel-limit', message }));
  }
}
