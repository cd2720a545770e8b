import { CORE_FIELD_NAMES } from '../../../../src-protocol/model/core-fields.ts';
import { cellText, columnTitle } from '../../ui/columns.ts';
import { type FileRecord, nameOf } from './file-record.ts';
import { momentText, offsetText } from './moment.ts';
import { tagsOf } from './tags.ts';

/** One property of several files. */
export interface ComparedRow {
  readonly column: string;
  readonly title: string;
  readonly kind: 'field' | 'tag';
  /** One for each file, in their order; undefined where a file does not have it. */
  readonly values: readonly (string | undefined)[];
  readonly differs: boolean;
}

const RECORD_FIELDS = ['size', 'modifiedAt', 'outcome'] as const;

/** Everything that any of the files has: fields first, then the tags in the order in which they are met. */
export function compare(records: readonly FileRecord[]): ComparedRow[] {
  const tags = records.map(({ tags: all }) => new Map(tagsOf(all).map(({ key, printed }) => [key, printed])));
  return [...compareFields(records), ...rowsOf(new Set(tags.flatMap((texts) => [...texts.keys()])), 'tag', tags)];
}

/** The fields that any of the files has. */
export function compareFields(records: readonly FileRecord[]): ComparedRow[] {
  return rowsOf([...RECORD_FIELDS, ...CORE_FIELD_NAMES], 'field', records.map(fieldTexts));
}

function rowsOf(
  columns: Iterable<string>,
  kind: ComparedRow['kind'],
  files: readonly ReadonlyMap<string, string>[],
): ComparedRow[] {
  return Array.from(columns, (column) => {
    const values = files.map((texts) => texts.get(column));
    const differs = values.some((value) => value !== values[0]);
    return { column, title: columnTitle(column), kind, values, differs };
  }).filter(({ values }) => values.some((value) => value !== undefined));
}

function fieldTexts(record: FileRecord): Map<string, string> {
  const texts = new Map<string, string>();
  for (const field of RECORD_FIELDS) {
    const value = record[field];
    if (value !== undefined) texts.set(field, cellText(field, value));
  }
  for (const field of CORE_FIELD_NAMES) {
    const value = record.core[field];
    if (value === undefined) continue;
    texts.set(field, typeof value === 'object' ? ofMany(value) : cellText(field, value));
  }
  return texts;
}

function ofMany(value: Extract<FileRecord['core'][keyof FileRecord['core']], object>): string {
  if (Array.isArray(value)) return value.join(', ');
  const { offsetMinutes } = value;
  return offsetMinutes === undefined ? momentText(value) : `${momentText(value)} ${offsetText(offsetMinutes)}`;
}

/** The rows in whose name or values every word occurs. */
export function matchingRows(rows: readonly ComparedRow[], search: string): readonly ComparedRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ column, title, values }) => {
    const text = [column, title, ...values].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Which values are not the one that most files have; none where no value is more frequent than the others. */
export function outliers({ values, differs }: ComparedRow): readonly boolean[] {
  if (!differs) return values.map(() => false);
  const files = new Map<string | undefined, number>();
  for (const value of values) files.set(value, (files.get(value) ?? 0) + 1);
  const most = Math.max(...files.values());
  const usual = [...files].filter(([, times]) => times === most);
  const [only] = usual;
  return values.map((value) => usual.length === 1 && only !== undefined && value !== only[0]);
}

/** For a spreadsheet: a line for each row, a column for each file. */
export function comparisonTsv(records: readonly FileRecord[], rows: readonly ComparedRow[]): string {
  const lines = [
    ['Property', ...records.map(nameOf)],
    ...rows.map(({ title, values }) => [title, ...values.map((value) => value ?? '')]),
  ];
  return lines.map((cells) => cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}
