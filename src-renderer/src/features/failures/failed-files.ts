import { useQueries } from '@tanstack/react-query';
import type { Cell } from '../../../../src-protocol/contract/results.ts';
import { api } from '../../state/connection.ts';
import { type Cause, causeKey, failureFilter } from './cause.ts';

const COLUMNS = ['name', 'folder', 'path', 'error.message', 'error.attempts', 'durationMs', 'size'];
const PAGE = 200;
/** So many can be chosen at once: a retry takes no more by number. */
export const CHOSEN_MAX = 10_000;
const IDS_PAGE = 1_000;

export interface FailedFile {
  readonly itemId: number;
  readonly name: string;
  readonly folder: string;
  readonly path: string;
  readonly message: string;
  readonly attempts: number;
  readonly durationMs: number | undefined;
  readonly sizeBytes: number | undefined;
}

export interface FailedFiles {
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
  return {
    // a page on its way must not empty the list, which would scroll it, and ask for another page
    total: totals.at(0) ?? cause.count,
    isLoading: totals.length === 0,
    error: answers.find(({ error }) => error !== null)?.error,
    fileAt: (index) => answers[Math.floor(index / PAGE) - from]?.data?.files[index % PAGE],
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
  return { total, files: rows.map(({ itemId, cells }) => toFile(itemId, cells)) };
}

function toFile(
  itemId: number,
  [name, folder, path, message, attempts, durationMs, size]: readonly Cell[],
): FailedFile {
  return {
    itemId,
    name: text(name),
    folder: text(folder),
    path: text(path),
    message: text(message),
    attempts: number(attempts) ?? 1,
    durationMs: number(durationMs),
    sizeBytes: number(size),
  };
}

function text(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? '' : String(cell);
}

function number(cell: Cell | undefined): number | undefined {
  return typeof cell === 'number' ? cell : undefined;
}

/** The numbers of the first files of a cause, as many as can be chosen at once. */
export async function failedItemIds(jobId: number, cause: Cause): Promise<readonly number[]> {
  const itemIds: number[] = [];
  for (;;) {
    const limit = Math.min(IDS_PAGE, CHOSEN_MAX - itemIds.length);
    if (limit === 0) return itemIds;
    const request = { id: jobId, columns: ['name'], filter: failureFilter(cause), offset: itemIds.length, limit };
    const { rows } = await api().results.page(request);
    itemIds.push(...rows.map(({ itemId }) => itemId));
    if (rows.length < limit) return itemIds;
  }
}

/** The paths of these files, in the order in which they were found. */
export async function pathsOf(jobId: number, cause: Cause, itemIds: ReadonlySet<number>): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let offset = 0; paths.length < itemIds.size; offset += IDS_PAGE) {
    const request = { id: jobId, columns: ['path'], filter: failureFilter(cause), offset, limit: IDS_PAGE };
    const { rows } = await api().results.page(request);
    paths.push(...rows.filter(({ itemId }) => itemIds.has(itemId)).map(({ cells }) => text(cells[0])));
    if (rows.length < IDS_PAGE) break;
  }
  return paths;
}
