import { useQuery } from '@tanstack/react-query';
import { api } from '../../state/connection.ts';
import { isDate, isNumeric } from '../../ui/columns.ts';
import type { ColumnType } from './condition-draft.ts';

/** The columns that the files of a job have, and how many have each. */
export function useColumnCoverage(jobId: number) {
  return useQuery({
    queryKey: ['results', jobId, 'columns'],
    queryFn: ({ signal }) => api().results.columns({ id: jobId }, { signal }),
  });
}

export type Coverage = NonNullable<ReturnType<typeof useColumnCoverage>['data']>;

/** Of what kind the values of a column are. */
export function typeOf(coverage: Coverage | undefined, column: string): ColumnType {
  const known = coverage?.columns.find((candidate) => candidate.column === column)?.type;
  return known ?? (isNumeric(column) ? 'number' : isDate(column) ? 'date' : 'text');
}
