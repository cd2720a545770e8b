import { z } from 'zod';
import { type FaultCode } from './fault.ts';
import { displayPath, isValidUtf8Path, pathToBytes } from './path-codec.ts';

export const OutcomeKind = z.enum(['extracted', 'no-metadata', 'failed', 'skipped']);
export type OutcomeKind = z.infer<typeof OutcomeKind>;

/** What one extractor says of its own work on one file. */
export const ModuleReport = z.strictObject({
  version: z.string(),
  durationMs: z.number(),
  warnings: z.array(z.string()).optional(),
  /** Present where this extractor failed and others did not. */
  error: z.string().optional(),
});
export type ModuleReport = z.infer<typeof ModuleReport>;

/**
 * All tags of a file in the form in which they are carried and stored: names apart from values, because thousands of files
 * of one camera share one list of names.
 *
 * `names`: `Group:Tag` per line. `values`: one line per name, in the same order: the printed value as JSON text and, where
 * the raw value differs, a tab and the raw value as JSON text. The texts are the extractor's own, so that no digit is lost
 * by a pass through floating point (`2.10` stays `2.10`). JSON text contains no raw line break or tab.
 */
export interface TagTable {
  readonly names: string;
  readonly values: string;
}

export const EMPTY_TAGS: TagTable = { names: '', values: '' };

/** Why a file has no metadata. The last two tell of the run and are no part of the public record. */
export interface RecordError {
  readonly code: FaultCode;
  readonly message: string;
  readonly attempts: number;
  /** The worker at which it failed; absent where none had it: the crawl could not look at it, or the cache knew. */
  readonly worker?: string;
  /** When that was recorded, in milliseconds since 1970; absent where the cache knew. */
  readonly failedAtMs?: number;
}

/** One file of a job with all that is known of it; `renderRecord` makes the public JSON object of it. */
export interface StoredRecord {
  /** In the form of path-codec.ts. */
  readonly path: string;
  /** Relative to the source that it came from. */
  readonly relativePath: string;
  /** Absent where the file could not be looked at. */
  readonly sizeBytes?: number;
  readonly modifiedAtMs?: number;
  readonly outcome: OutcomeKind;
  readonly fromCache: boolean;
  readonly error?: RecordError;
  readonly sidecars?: readonly string[];
  /** What reading it took, also where the cache knew it; not part of the public record, whose modules say it. */
  readonly durationMs?: number;
  /** JSON text of `CoreFields`. */
  readonly coreJson: string;
  readonly tags: TagTable;
  /** JSON text of a map from extractor id to `ModuleReport`. */
  readonly modulesJson: string;
}

/** Splits a line of `TagTable.values`. */
export function splitValue(line: string): { readonly text: string; readonly raw: string | undefined } {
  const tab = line.indexOf('\t');
  return tab < 0 ? { text: line, raw: undefined } : { text: line.slice(0, tab), raw: line.slice(tab + 1) };
}

/** The lines of one half of a `TagTable`; none for an empty one. */
export function tagLines(half: string): readonly string[] {
  return half === '' ? [] : half.split('\n');
}

const renderedNames = new Map<string, readonly string[]>();
const RENDERED_NAMES_MAX = 2_000;

/** The names of a table as the keys of a JSON object, `"IFD0:Make":`; remembered, as most files share their list. */
function keysOf(names: string): readonly string[] {
  const known = renderedNames.get(names);
  if (known !== undefined) return known;
  if (renderedNames.size >= RENDERED_NAMES_MAX) renderedNames.clear();
  const keys = tagLines(names).map((name) => `${JSON.stringify(name)}:`);
  renderedNames.set(names, keys);
  return keys;
}

function renderTags(tags: TagTable): string {
  const keys = keysOf(tags.names);
  const values = tagLines(tags.values);
  let json = '{';
  for (let index = 0; index < keys.length; index++) {
    const line = values[index] ?? 'null';
    const tab = line.indexOf('\t');
    if (index > 0) json += ',';
    json += keys[index] ?? '';
    json += tab < 0 ? line : `{"value":${line.slice(tab + 1)},"text":${line.slice(0, tab)}}`;
  }
  return `${json}}`;
}

/** The public record as one line of JSON: the same in the API and in the JSONL export. */
export function renderRecord(record: StoredRecord): string {
  return render(record, publicError);
}

/** The same of a file that somebody looks at: its error says also at which worker it failed, and when. */
export function renderFullRecord(record: StoredRecord): string {
  return render(record, ({ worker, failedAtMs, ...error }) => ({
    ...publicError(error),
    worker,
    failedAt: failedAtMs === undefined ? undefined : isoTime(failedAtMs),
  }));
}

function publicError({ code, message, attempts }: RecordError): object {
  return { code, message, attempts };
}

function render(record: StoredRecord, errorOf: (error: RecordError) => object): string {
  let json = `{"path":${JSON.stringify(displayPath(record.path))}`;
  if (!isValidUtf8Path(record.path)) json += `,"pathBytes":"${base64(pathToBytes(record.path))}"`;
  json += `,"relativePath":${JSON.stringify(displayPath(record.relativePath))}`;
  if (record.sizeBytes !== undefined) json += `,"size":${record.sizeBytes.toString()}`;
  if (record.modifiedAtMs !== undefined) json += `,"modifiedAt":"${isoTime(record.modifiedAtMs)}"`;
  json += `,"outcome":"${record.outcome}","fromCache":${record.fromCache ? 'true' : 'false'}`;
  if (record.error !== undefined) json += `,"error":${JSON.stringify(errorOf(record.error))}`;
  if (record.sidecars !== undefined) json += `,"sidecars":${JSON.stringify(record.sidecars.map(displayPath))}`;
  return `${json},"core":${record.coreJson},"tags":${renderTags(record.tags)},"modules":${record.modulesJson}}`;
}

const LAST_DATE_MS = 8.64e15;

/** ISO 8601 in UTC with milliseconds. A time that a date cannot express (a broken file system) becomes the nearest one. */
export function isoTime(ms: number): string {
  return new Date(Math.max(-LAST_DATE_MS, Math.min(LAST_DATE_MS, Math.trunc(ms)))).toISOString();
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
