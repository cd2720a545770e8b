import type { z } from 'zod';
import type { ResultRow } from '../../../../src-protocol/contract/results.ts';
import { api } from '../../state/connection.ts';
import type { Rows } from './export-choice.ts';

interface Wanted {
  readonly jobId: number;
  readonly rows: Rows;
  readonly limit: number;
  readonly signal: AbortSignal;
}

type Row = z.infer<typeof ResultRow>;

/** The cells of the first results. */
export async function firstRows(wanted: Wanted, columns: readonly string[]): Promise<readonly Row[]> {
  const { jobId, rows, limit, signal } = wanted;
  if (rows.kind === 'selection') {
    const found = rows.itemIds.slice(0, limit).map((itemId) => rowsOfItem(wanted, itemId, columns));
    return (await Promise.all(found)).flat();
  }
  const filter = rows.kind === 'filter' ? rows.filter : {};
  const page = await api().results.page({ id: jobId, columns: [...columns], filter, limit }, { signal });
  return page.rows;
}

/** The numbers of the first results. */
export async function firstItems(wanted: Wanted): Promise<readonly number[]> {
  if (wanted.rows.kind === 'selection') return wanted.rows.itemIds.slice(0, wanted.limit);
  return (await firstRows(wanted, ['name'])).map(({ itemId }) => itemId);
}

/** Of a result whose number alone is known: a page is asked for by its place. Empty where it is none any more. */
async function rowsOfItem({ jobId, signal }: Wanted, itemId: number, columns: readonly string[]): Promise<Row[]> {
  const { offset } = await api().results.position({ id: jobId, itemId }, { signal });
  if (offset === undefined) return [];
  const { rows } = await api().results.page({ id: jobId, columns: [...columns], offset, limit: 1 }, { signal });
  return rows.filter((row) => row.itemId === itemId); // in a running job others may have come before it
}
