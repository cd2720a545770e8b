import type { RowsPage } from './results-view-query.ts';

export type ResultRow = RowsPage['rows'][number];
