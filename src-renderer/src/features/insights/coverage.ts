import type { z } from 'zod';
import type { ColumnCoverage } from '../../../../src-protocol/contract/results.ts';
import { columnTitle } from '../../ui/columns.ts';

export type Coverage = z.infer<typeof ColumnCoverage>;
export type CoverageKind = 'tag' | 'core';

/** The tags or fields whose name has all that is searched for in it, the most widespread first. */
export function mostWidespread(columns: readonly Coverage[], kind: CoverageKind, search: string): readonly Coverage[] {
  const words = search.toLowerCase().split(/\s+/);
  return columns
    .filter((each) => each.kind === kind && words.every((word) => nameOf(each).includes(word)))
    .sort((a, b) => b.files - a.files || a.column.localeCompare(b.column));
}

function nameOf({ column }: Coverage): string {
  return `${column} ${columnTitle(column)}`.toLowerCase();
}
