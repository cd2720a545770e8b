import type { Coverage } from '../../state/column-coverage.ts';
import { isDate, isNumeric } from '../../ui/columns.ts';
import type { ColumnType } from './condition-draft.ts';

export { type Coverage, type CoverageQuery, useColumnCoverage } from '../../state/column-coverage.ts';

/** Of what kind the values of a column are. */
export function typeOf(coverage: Coverage | undefined, column: string): ColumnType {
  const known = coverage?.columns.find((candidate) => candidate.column === column)?.type;
  return known ?? (isNumeric(column) ? 'number' : isDate(column) ? 'date' : 'text');
}
