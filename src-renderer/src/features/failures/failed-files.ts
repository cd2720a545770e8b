import { useQueries } from '@tanstack/react-query';
import { api } from '../../state/connection.ts';
import { type Cause, causeKey, failureFilter } from './cause.ts';
import { COLUMNS, type FailedFile, failedFile } from './failed-file.ts';
import type { FileRange, ListedFiles } from './file-choice.ts';

const PAGE = 200;
const IDS_PAGE = 1_000;

export interface FailedFiles extends ListedFiles {
  readonly total: number;
  readonly isLoading: boolean;
  readonly error: unknown;
  /** Undefined where its page is still on its way. */
  readonly fileAt: (index: number) => FailedFile | undefined;
  readonly refetch: () => void;
}

/** The files of a cause, those from `first` to `last` and what lies on the same pages. */
export function useFailedFiles(
  jobId: number,
  cause: Cause & { readonly count: number },
  { first, last }: { readonly first: number; readonly last: number },
): FailedFiles {
  const from = Math.floor(first / PAGE);
  const pages = Array.from({ length: Math.max(1, Math.floor(last / PAGE) - from + 1) }, (_, index) => from + index);
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['results', jobId, 'failures', causeKey(cause), page],
      queryFn: ({ signal }: { signal: AbortSignal }) => readPage(jobId, cause, page, signal),
    })),
  });
  const totals = answers.map(({ data }) => data?.total).filter((total) => total !== undefined);
  const fileAt = (index: number) => answers[Math.floor(index / PAGE) - from]?.data?.files[index % PAGE];
  return {
    // a page on its way must not empty the list, which would scroll it, and ask for another page
    total: totals.at(0) ?? cause.count,
    isLoading: totals.length === 0,
    error: answers.find(({ error }) => error !== null)?.error,
    fileAt,
    idAt: (index) => fileAt(index)?.itemId,
    indexOf: (itemId) => {
      for (const [page, { data }] of answers.entries()) {
        const at = data?.files.findIndex((file) => file.itemId === itemId) ?? -1;
        if (at >= 0) return (from + page) * PAGE + at;
      }
      return undefined;
    },
    refetch: () => {
      for (const answer of answers) void answer.refetch();
    },
  };
}

async function readPage(jobId: number, cause: Cause, page: number, signal: AbortSignal) {
  const { total, rows } = await api().results.page(
    { id: jobId, columns: COLUMNS, filter: failureFilter(cause), offset: page * PAGE, limit: PAGE },
    { signal },
  );
  return { total, files: rows.map(({ itemId, cells }) => failedFile(itemId, cells)) };
}

/** The numbers of some files of a cause that stand one after the other. */
export async function failedItemIds(jobId: number, cause: Cause, range: FileRange): Promise<readonly number[]> {
  const itemIds: number[] = [];
  while (itemIds.length < range.count) {
    const limit = Math.min(IDS_PAGE, range.count - itemIds.length);
    const offset = range.offset + itemIds.length;
    const request = { id: jobId, columns: ['name'], filter: failureFilter(cause), offset, limit };
    const { rows } = await api().results.page(request);
    itemIds.push(...rows.map(({ itemId }) => itemId));
    if (rows.length < limit) break;
  }
  return itemIds;
}

/** The paths of these files, in the order in which they were found. */
export async function pathsOf(jobId: number, cause: Cause, itemIds: ReadonlySet<number>): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let offset = 0; paths.length < itemIds.size; offset += IDS_PAGE) {
    const request = { id: jobId, columns: ['path'], filter: failureFilter(cause), offset, limit: IDS_PAGE };
    const { rows } = await api().results.page(request);
    paths.push(...rows.filter(({ itemId }) => itemIds.has(itemId)).map(({ cells }) => String(cells[0])));
    if (rows.length < IDS_PAGE) break;
  }
  return paths;
}
