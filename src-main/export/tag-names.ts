import { tagLines } from '../../src-protocol/model/record.ts';
import type { Pace } from './pace.ts';
import type { ExportSource } from './ports.ts';

/** The distinct tag names of all records, in no order; at most `max` of them, so that memory has a bound. */
export async function collectTagNames(source: ExportSource, max: number, pace: Pace): Promise<Set<string>> {
  const names = new Set<string>();
  for (const list of source.nameLists()) {
    for (const name of tagLines(list)) {
      names.add(name);
      if (names.size >= max) return names;
    }
    if (pace.isDue()) await pace.rest();
  }
  return names;
}

/**
 * Groups together, tags in their group by name, copies behind their tag, numbers by value (`Track2` before `Track10`).
 * The order depends on the names alone, neither on the records nor on the computer's language.
 */
export function sortTagNames(names: Iterable<string>): string[] {
  return Array.from(names, (name) => ({ name, key: sortKey(name) }))
    .sort((a, b) => compare(a.key, b.key) || compare(a.name, b.name))
    .map(({ name }) => name);
}

/** `IFD0:Copy1:Make` → group, tag, copy; U+0000 ends a part, so that `File` with all its tags comes before `File1`. */
function sortKey(name: string): string {
  const [group = '', ...rest] = name.split(':');
  const tag = rest.pop() ?? '';
  return [group, tag, ...rest].join('\0').replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
