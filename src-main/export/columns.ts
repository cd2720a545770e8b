import { ExportFault } from './export-fault.ts';
import { ALL_LEADING_COLUMNS, CORE_COLUMNS, FIELDS } from './fields.ts';
import type { ReadField } from './fields.ts';
import { nearMatches } from './near-matches.ts';
import type { Pace } from './pace.ts';
import type { ExportSource } from './ports.ts';
import { collectTagNames, sortTagNames } from './tag-names.ts';

/**
 * The columns of a CSV or TSV table; JSON has all of a record and takes no columns.
 *
 * - `core`: path, relativePath, size, modifiedAt, outcome, error.code, error.message, then the core fields.
 * - `all`: those, then pathBytes and sidecars, then every tag that any record has, in a fixed order.
 * - a list of names, each of them a column of `core`; a part of a date (`capturedAt.utc`, `.local`, `.offsetMinutes`,
 *   `.source`, `.offsetSource`); pathBytes, sidecars, fromCache, error.attempts, error.worker, error.failedAt or modules; a tag (`IFD0:Make`); a tag's raw
 *   value (`IFD0:Make#`); or `core` or `all`, which stands for its columns. A name that is there twice counts once.
 */
export type ColumnChoice = 'core' | 'all' | readonly string[];

export type Column =
  | { readonly kind: 'field'; readonly header: string; readonly read: ReadField }
  | { readonly kind: 'tag'; readonly header: string; readonly tag: string; readonly raw: boolean };

export interface ChosenColumns {
  readonly columns: readonly Column[];
  /** Every tag is meant to have a column, so that one without it is worth a warning. */
  readonly everyTag: boolean;
}

/** Each row has a separator per column: past this a table is the wrong form. Excel opens 16,384, SQLite 32,767. */
const COLUMNS_MAX = 100_000;

/** `core`, `all` or names with commas between them, as on a command line. Faults: `no-columns`. */
export function parseColumnChoice(text: string): ColumnChoice {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw noColumns();
  return names.length === 1 && (names[0] === 'core' || names[0] === 'all') ? names[0] : names;
}

/**
 * Columns for a choice. The tags of `all` come from `nameLists`, so no record is held. A name with a group (`IFD0:Make`) is
 * taken for a tag even where no record has it: a script with fixed columns must work on a day without GPS. A name without
 * one that is neither a field nor a tag cannot ever be filled. Faults: `no-columns`, `unknown-column`, `too-many-columns`.
 */
export async function chooseColumns(choice: ColumnChoice, source: ExportSource, pace: Pace): Promise<ChosenColumns> {
  const asked = typeof choice === 'string' ? [choice] : choice;
  if (asked.length === 0) throw noColumns();
  const everyTag = asked.includes('all');
  const needsTags = everyTag || asked.some((name) => !isKnown(name));
  const tags = needsTags ? await collectTagNames(source, COLUMNS_MAX, pace) : new Set<string>();
  const expanded = asked.flatMap((name) => expand(name, tags));
  const unknown = expanded.filter((name) => !isKnown(name) && !tags.has(tagOf(name)));
  if (unknown.length > 0) throw unknownColumns(unknown, tags);
  const columns = Array.from(new Set(expanded), columnOf);
  if (columns.length >= COLUMNS_MAX) throw tooManyColumns();
  return { columns, everyTag };
}

function expand(name: string, tags: ReadonlySet<string>): readonly string[] {
  if (name === 'core') return CORE_COLUMNS;
  return name === 'all' ? [...ALL_LEADING_COLUMNS, ...sortTagNames(tags)] : [name];
}

function isKnown(name: string): boolean {
  return name === 'core' || name === 'all' || FIELDS.has(name) || name.includes(':');
}

function columnOf(header: string): Column {
  const read = FIELDS.get(header);
  if (read !== undefined) return { kind: 'field', header, read };
  return { kind: 'tag', header, tag: tagOf(header), raw: header.endsWith('#') };
}

function tagOf(name: string): string {
  return name.endsWith('#') ? name.slice(0, -1) : name;
}

function noColumns(): ExportFault {
  return new ExportFault('no-columns', 'No columns are chosen: give “core”, “all” or a list of names.');
}

function unknownColumns(unknown: readonly string[], tags: ReadonlySet<string>): ExportFault {
  const sentences = unknown.slice(0, 10).map((name) => {
    const near = nearMatches(name, [...FIELDS.keys(), ...tags]);
    const hint =
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'a tag is given with its group, as in IFD0:Make.';
    return `There is no column “${name}”: ${hint}`;
  });
  return new ExportFault('unknown-column', sentences.join('\n'));
}

function tooManyColumns(): ExportFault {
  const message = `The records have more than ${COLUMNS_MAX.toString()} different tags: choose columns, or export JSON.`;
  return new ExportFault('too-many-columns', message);
}
