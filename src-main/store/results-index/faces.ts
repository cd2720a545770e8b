import { splitValue } from '../../../src-protocol/model/record.ts';

/** A distinct value of a column as it stands in its dictionary. */
export type Key = string | number | boolean;

/** How the values of a column are shown and compared. */
export interface Faces {
  readonly cell: (key: Key) => Key;
  /** NaN for one that is compared as text. */
  readonly number: (key: Key) => number;
  /** What is filtered and counted: the elements of a list. Absent where every value is one. */
  readonly parts?: { readonly of: (key: Key) => readonly Key[]; readonly faces: Faces };
}

export const PLAIN: Faces = {
  cell: (key) => key,
  number: (key) => (typeof key === 'number' ? key : Number.NaN),
};

/** Lists of texts, as JSON text. */
export const LISTS: Faces = {
  cell: (key) => listOf(key).join('; '),
  number: () => Number.NaN,
  parts: { of: listOf, faces: PLAIN },
};

function listOf(key: Key): readonly string[] {
  return JSON.parse(String(key)) as string[];
}

const TAG_PARTS: Faces = {
  cell: (key) => shown(printedOf(key)) ?? '',
  number: (key) => {
    const { text, raw } = splitValue(String(key));
    const value = parsed(raw ?? text);
    return typeof value === 'number' ? value : PLAIN.number(TAG_PARTS.cell(key));
  },
};

/** Lines of `TagTable.values`: shown as printed, and compared by the raw value where that is a number. */
export const TAG_VALUES: Faces = {
  ...TAG_PARTS,
  parts: {
    of: (key) => {
      const printed = printedOf(key);
      return Array.isArray(printed) ? printed.map((element) => JSON.stringify(element)) : [key];
    },
    faces: TAG_PARTS,
  },
};

/** A tag's value as one cell: the elements of a list with semicolons between them, a structure as JSON. */
export function tagCell(line: string): Key | null {
  return shown(printedOf(line));
}

function printedOf(line: Key): unknown {
  return parsed(splitValue(String(line)).text);
}

/** What an extractor has written wrongly is shown as it is: one bad file must not hide the others. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function shown(value: unknown): Key | null {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  const isPlainList = Array.isArray(value) && value.every((element) => typeof element !== 'object' || element === null);
  return isPlainList ? value.map((element) => String(element ?? '')).join('; ') : JSON.stringify(value);
}
