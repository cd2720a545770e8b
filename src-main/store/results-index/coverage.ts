import type { z } from 'zod';
import type { ColumnCoverage } from '../../../src-protocol/contract/results.ts';
import { CORE_FIELD_NAMES } from '../../../src-protocol/model/core-fields.ts';
import { tagLines } from '../../../src-protocol/model/record.ts';
import type { ColumnType } from './column.ts';
import { tagCell } from './faces.ts';
import type { JobIndex } from './job-index.ts';
import type { NameListColumn } from './name-list-column.ts';

/** Records that are looked at for the types of tags: one of each of the most frequent lists of names. */
const SAMPLES_MAX = 300;
const SAMPLES_ANYWAY = 100;
/** The longest name of a column that the contract takes. */
const NAME_CHARS_MAX = 300;
/** As ExifTool writes it. */
const WRITTEN_DATE = /^\d{4}:\d\d:\d\d(?: |$)/;

type Coverage = z.infer<typeof ColumnCoverage>;

/** Where the values of an example of each list come from. */
export interface TagSources {
  readonly namesOf: (nameListId: number) => string;
  /** `TagTable.values` of a row's record. */
  readonly valuesOf: (row: number) => string | undefined;
}

/** The columns that files of the job have. Tags are counted by lists of names, so that no value is read to count them. */
export function coverage(index: JobIndex, sources: TagSources): Coverage[] {
  const core: ReadonlySet<string> = new Set(CORE_FIELD_NAMES);
  const fixed: Coverage[] = Array.from(index.fixedColumns, ([name, column]) => ({
    column: name,
    kind: core.has(name) ? 'core' : 'record',
    type: column.type,
    files: Math.min(column.present, index.rows.doneCount), // a path is there before the file is done
  }));
  return [...fixed.filter(({ files }) => files > 0), ...tagCoverage(index.records.nameLists, sources)];
}

function tagCoverage(lists: NameListColumn, { namesOf, valuesOf }: TagSources): Coverage[] {
  const byFiles = Array.from({ length: lists.count }, (_, at) => at + 1)
    .filter((list) => lists.filesOf(list) > 0)
    .sort((a, b) => lists.filesOf(b) - lists.filesOf(a));
  const tags = new Map<string, { files: number; type: ColumnType | undefined }>();
  let samples = 0;
  for (const list of byFiles) {
    const names = tagLines(namesOf(lists.idOf(list)));
    const files = lists.filesOf(list);
    let hasUnknown = false;
    for (const name of names) {
      const tag = tags.get(name) ?? { files: 0, type: undefined };
      tag.files += files;
      hasUnknown ||= tag.type === undefined;
      tags.set(name, tag);
    }
    if (samples >= SAMPLES_MAX || (samples >= SAMPLES_ANYWAY && !hasUnknown)) continue;
    samples++;
    const example = lists.exampleOf(list);
    if (lists.listOf(example) !== list) continue; // it was read again since
    const lines = tagLines(valuesOf(example) ?? '');
    for (const [place, name] of names.entries()) {
      const tag = tags.get(name);
      const line = lines[place];
      if (tag !== undefined && line !== undefined) tag.type = commonType(tag.type, typeOf(line));
    }
  }
  const askable = [...tags.keys()].filter((name) => name.length <= NAME_CHARS_MAX);
  return askable.sort().map((column) => {
    const { files, type = 'text' } = tags.get(column) ?? { files: 0 };
    return { column, kind: 'tag', type, files };
  });
}

/** A text that looks like a number in one file does not make numbers of the texts in the others. */
function commonType(a: ColumnType | undefined, b: ColumnType): ColumnType {
  return a === undefined || a === b ? b : 'text';
}

function typeOf(line: string): ColumnType {
  const cell = tagCell(line);
  if (typeof cell === 'number') return 'number';
  if (typeof cell === 'boolean') return 'boolean';
  return cell !== null && WRITTEN_DATE.test(cell) ? 'date' : 'text';
}
