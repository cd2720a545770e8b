import { splitValue } from '../../../src-protocol/model/record.ts';

/** A column of a tag: its name, or its name and `#` for the raw value, as in exports. */
export function tagOfColumn(column: string): { readonly tag: string; readonly raw: boolean } {
  const raw = column.endsWith('#');
  return { tag: raw ? column.slice(0, -1) : column, raw };
}

/** The place of a tag in a list of names, or -1. */
export function placeOfTag(names: string, tag: string): number {
  if (!names.includes(tag)) return -1;
  return names.split('\n').indexOf(tag);
}

/** One line of `TagTable.values`; with `raw`, the raw value alone. Undefined where there is none. */
export function tagLine(values: string, place: number, raw: boolean): string | undefined {
  let from = 0;
  for (let line = 0; line < place; line++) {
    const end = values.indexOf('\n', from);
    if (end < 0) return undefined;
    from = end + 1;
  }
  const end = values.indexOf('\n', from);
  const line = end < 0 ? values.slice(from) : values.slice(from, end);
  return raw ? rawPart(line) : line;
}

/** What stands alone is the raw value as well. */
export function rawPart(line: string): string {
  const { text, raw } = splitValue(line);
  return raw ?? text;
}
