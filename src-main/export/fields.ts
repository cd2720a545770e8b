import { CORE_FIELD_NAMES } from '../../src-protocol/model/core-fields.ts';
import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import { displayPath, isValidUtf8Path, pathToBytes } from '../../src-protocol/model/path-codec.ts';
import { extensionOf } from '../../src-protocol/model/format.ts';
import { splitPath } from '../../src-protocol/model/path-join.ts';
import { isoTime } from '../../src-protocol/model/record.ts';
import type { Cells } from './cells.ts';
import { DATE_FIELDS, DATE_PARTS } from './record-view.ts';
import type { DateField, RecordView } from './record-view.ts';

/** The cell of one field of a record; empty where the record does not have it. */
export type ReadField = (view: RecordView, cells: Cells) => string;

/** Columns of the record itself, before its core fields. */
const RECORD_COLUMNS = [
  'path',
  'relativePath',
  'size',
  'modifiedAt',
  'outcome',
  'error.code',
  'error.message',
] as const;

/** In `all` only: nearly always empty, but nothing else says the exact name or which sidecars were read. */
const RARE_COLUMNS = ['pathBytes', 'sidecars'] as const;

/**
 * By name only. `fromCache`, `error.attempts`, `error.worker`, `error.failedAt`, `durationMs` and `modules` (with its times) tell
 * of the run and not of the file: as a default they would make two exports of the same unchanged files differ.
 */
type RunColumn = 'fromCache' | 'error.attempts' | 'error.worker' | 'error.failedAt' | 'durationMs' | 'modules';

/** By name only: parts of the path, which is there as a whole. */
type PartColumn = 'name' | 'folder' | 'extension';

/** The columns of `core`, in order. */
export const CORE_COLUMNS: readonly string[] = [...RECORD_COLUMNS, ...CORE_FIELD_NAMES];

/** The columns that stand before the tags in `all`, in order. */
export const ALL_LEADING_COLUMNS: readonly string[] = [...CORE_COLUMNS, ...RARE_COLUMNS];

type RecordColumn = (typeof RECORD_COLUMNS)[number] | (typeof RARE_COLUMNS)[number] | RunColumn | PartColumn;

const OF_RECORD: Readonly<Record<RecordColumn, ReadField>> = {
  path: ({ record }, cells) => cells.text(displayPath(record.path)),
  relativePath: ({ record }, cells) => cells.text(displayPath(record.relativePath)),
  size: ({ record }) => record.sizeBytes?.toString() ?? '',
  modifiedAt: ({ record }) => (record.modifiedAtMs === undefined ? '' : isoTime(record.modifiedAtMs)),
  outcome: ({ record }) => record.outcome,
  'error.code': ({ record }) => record.error?.code ?? '',
  'error.message': ({ record }, cells) => optional(record.error?.message, cells),
  pathBytes: ({ record }) =>
    isValidUtf8Path(record.path) ? '' : Buffer.from(pathToBytes(record.path)).toString('base64'),
  sidecars: ({ record }, cells) => optional(record.sidecars?.map(displayPath).join('; '), cells),
  fromCache: ({ record }) => (record.fromCache ? 'true' : 'false'),
  'error.attempts': ({ record }) => record.error?.attempts.toString() ?? '',
  'error.worker': ({ record }, cells) => optional(record.error?.worker, cells),
  'error.failedAt': ({ record: { error } }) => (error?.failedAtMs === undefined ? '' : isoTime(error.failedAtMs)),
  durationMs: ({ record }) => record.durationMs?.toString() ?? '',
  name: ({ record }, cells) => cells.text(displayPath(splitPath(record.path).name)),
  folder: ({ record }, cells) => cells.text(displayPath(splitPath(record.path).folder)),
  extension: ({ record }, cells) => optional(extensionOf(displayPath(splitPath(record.path).name)), cells),
  modules: ({ record }, cells) => cells.json(record.modulesJson),
};

/** Every field that can be asked for by name. */
export const FIELDS: ReadonlyMap<string, ReadField> = new Map<string, ReadField>([
  ...Object.entries(OF_RECORD),
  ...CORE_FIELD_NAMES.map((field) => [field, isDateField(field) ? dateReader(field) : coreReader(field)] as const),
  ...DATE_FIELDS.flatMap(datePartReaders),
]);

function coreReader(field: keyof CoreFields): ReadField {
  return (view, cells) => {
    const json = view.core(field);
    return json === undefined ? '' : cells.json(json);
  };
}

function dateReader(field: DateField): ReadField {
  return (view, cells) => optional(view.date(field), cells);
}

function datePartReaders(field: DateField): readonly (readonly [string, ReadField])[] {
  return DATE_PARTS.map((part) => [`${field}.${part}`, (view, cells) => optional(view.datePart(field, part), cells)]);
}

function optional(text: string | undefined, cells: Cells): string {
  return text === undefined ? '' : cells.text(text);
}

function isDateField(field: keyof CoreFields): field is DateField {
  return DATE_FIELDS.some((date) => date === field);
}
