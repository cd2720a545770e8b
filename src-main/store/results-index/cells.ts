import type { Cell } from '../../../src-protocol/contract/results.ts';
import { extensionOf } from '../../../src-protocol/model/format.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';
import type { StoredRecord } from '../../../src-protocol/model/record.ts';
import { isoTime, tagLines } from '../../../src-protocol/model/record.ts';
import { CORE_FIELD_NAMES } from '../../../src-protocol/model/core-fields.ts';
import { tagCell } from './faces.ts';
import { rawPart, tagOfColumn } from './tag-lines.ts';

type OfRecord = (record: StoredRecord) => Cell | undefined;

const OF_RECORD: ReadonlyMap<string, OfRecord> = new Map<string, OfRecord>([
  ['path', ({ path }) => displayPath(path)],
  ['relativePath', ({ relativePath }) => displayPath(relativePath)],
  ['size', ({ sizeBytes }) => sizeBytes],
  ['modifiedAt', ({ modifiedAtMs }) => (modifiedAtMs === undefined ? null : isoTime(modifiedAtMs))],
  ['outcome', ({ outcome }) => outcome],
  ['fromCache', ({ fromCache }) => fromCache],
  ['error.code', ({ error }) => error?.code],
  ['error.message', ({ error }) => error?.message],
  ['error.attempts', ({ error }) => error?.attempts],
  ['error.worker', ({ error }) => error?.worker],
  ['error.failedAt', ({ error }) => (error?.failedAtMs === undefined ? null : isoTime(error.failedAtMs))],
  ['durationMs', ({ durationMs }) => durationMs],
  ['name', ({ path }) => displayPath(splitPath(path).name)],
  ['folder', ({ path }) => displayPath(splitPath(path).folder)],
  ['extension', ({ path }) => extensionOf(displayPath(splitPath(path).name))],
  ['sidecars', ({ sidecars }) => sidecars?.map(displayPath).join('; ')],
]);
const CORE: ReadonlySet<string> = new Set(CORE_FIELD_NAMES);

/** Makes the cells of columns for one record after the other. A column that is no field is a tag. */
export function cellReader(columns: readonly string[]): (record: StoredRecord) => Cell[] {
  const tags = columns.map(tagOfColumn);
  const placesOfNames = new Map<string, ReadonlyMap<string, number>>();

  function placesOf(names: string): ReadonlyMap<string, number> {
    const known = placesOfNames.get(names);
    if (known !== undefined) return known;
    const places = new Map(tagLines(names).map((name, place) => [name, place]));
    placesOfNames.set(names, places);
    return places;
  }

  return (record) => {
    let core: Readonly<Record<string, unknown>> | undefined;
    let lines: readonly string[] | undefined;
    const tagCellAt = (at: number): Cell => {
      const { tag = '', raw = false } = tags[at] ?? {};
      const place = placesOf(record.tags.names).get(tag);
      const line = place === undefined ? undefined : (lines ??= tagLines(record.tags.values))[place];
      return line === undefined ? null : tagCell(raw ? rawPart(line) : line);
    };
    return columns.map((column, at) => {
      const ofRecord = OF_RECORD.get(column);
      if (ofRecord !== undefined) return ofRecord(record) ?? null;
      if (!CORE.has(column)) return tagCellAt(at);
      core ??= JSON.parse(record.coreJson) as Readonly<Record<string, unknown>>;
      return coreCell(core[column]);
    });
  };
}

/** A date is shown as its local time, a list with semicolons between its elements. */
function coreCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.join('; ');
  if (typeof value === 'object' && value !== null && 'local' in value && typeof value.local === 'string')
    return value.local;
  return null;
}
