import type { Cell } from '../../../../src-protocol/contract/results.ts';
import { bytes, counted, duration } from '../../../../src-protocol/model/words.ts';
import { cellText } from '../../ui/columns.ts';
import type { Cause } from './cause.ts';

/** What is asked of each file, in the order in which `failedFile` takes it. */
export const COLUMNS = [
  'name',
  'folder',
  'path',
  'error.message',
  'error.attempts',
  'error.worker',
  'error.failedAt',
  'fromCache',
  'durationMs',
  'size',
];

export interface FailedFile {
  readonly itemId: number;
  readonly name: string;
  readonly folder: string;
  readonly path: string;
  readonly message: string;
  readonly attempts: number;
  /** In words. */
  readonly worker: string | undefined;
  /** In words. */
  readonly failedAt: string | undefined;
  readonly fromCache: boolean;
  readonly durationMs: number | undefined;
  readonly sizeBytes: number | undefined;
}

export function failedFile(
  itemId: number,
  [name, folder, path, message, attempts, worker, failedAt, fromCache, durationMs, size]: readonly Cell[],
): FailedFile {
  return {
    itemId,
    name: text(name),
    folder: text(folder),
    path: text(path),
    message: text(message),
    attempts: number(attempts) ?? 1,
    worker: words('error.worker', worker),
    failedAt: words('error.failedAt', failedAt),
    fromCache: fromCache === true,
    durationMs: number(durationMs),
    sizeBytes: number(size),
  };
}

/** Where it failed; a file that the crawl could not look at was given to no worker. */
export function workerText({ worker, fromCache }: FailedFile): string {
  return worker ?? (fromCache ? 'From the cache' : 'None');
}

/** What is known of the failure besides its message, in one line. */
export function factsOf(file: FailedFile, { code }: Cause): string {
  const { attempts, worker, failedAt, fromCache, durationMs, sizeBytes } = file;
  return [
    `Fault ${code}`,
    counted(attempts, 'attempt'),
    worker ?? (fromCache ? 'from the cache' : undefined),
    failedAt,
    sizeBytes === undefined ? undefined : bytes(sizeBytes),
    durationMs === undefined ? undefined : `read for ${duration(durationMs)}`,
  ]
    .filter((fact) => fact !== undefined)
    .join(' · ');
}

function words(column: string, cell: Cell | undefined): string | undefined {
  return cell === undefined || cell === null ? undefined : cellText(column, cell);
}

function text(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? '' : String(cell);
}

function number(cell: Cell | undefined): number | undefined {
  return typeof cell === 'number' ? cell : undefined;
}
