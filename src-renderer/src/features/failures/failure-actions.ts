import type { FaultCode } from '../../../../src-protocol/model/fault.ts';
import { count, counted } from '../../../../src-protocol/model/words.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { copyText } from '../../state/clipboard.ts';
import { api } from '../../state/connection.ts';
import { exportFileName } from '../../state/file-name.ts';
import { exportResults } from '../../state/exports.ts';
import { type Job, jobTitle, putJob } from '../../state/jobs.ts';
import { noteJobChanged } from '../../state/queries.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { pathsOf } from './failed-files.ts';
import { type Cause, failureFilter } from './cause.ts';

/** Reads files once more: some, those of a cause, or all that failed. Tells whether the job took it. */
export async function retry(
  jobId: number,
  which: { readonly items?: number[]; readonly codes?: FaultCode[] },
): Promise<boolean> {
  try {
    const { job, files } = await api().jobs.retry({ id: jobId, ...which });
    putJob(job);
    noteJobChanged(jobId);
    notify(files === 0 ? 'There is nothing to read again.' : `${counted(files, 'file')} will be read again.`);
    return true;
  } catch (error) {
    notifyFault('The files could not be given to the job again', error);
    return false;
  }
}

export async function exportFailures(job: Job, cause: Cause | undefined): Promise<void> {
  await exportResults({
    jobId: job.id,
    format: 'csv',
    columns: [
      ...['path', 'outcome', 'error.code', 'error.message', 'error.attempts', 'error.worker', 'error.failedAt'],
      ...['size', 'modifiedAt', 'durationMs'],
    ],
    filter: failureFilter(cause),
    suggestedName: exportFileName(`${jobTitle(job)} failures`, 'csv'),
  });
}

export async function copyPaths(jobId: number, cause: Cause, itemIds: ReadonlySet<number>): Promise<void> {
  try {
    const paths = await pathsOf(jobId, cause, itemIds);
    const said =
      paths.length === 1 ? 'The path is on the clipboard.' : `${count(paths.length)} paths are on the clipboard.`;
    copyText(paths.join('\n'), said);
  } catch (error) {
    notifyFault('The paths could not be copied', error);
  }
}

export function openFile(jobId: number, itemId: number): void {
  desktopBridge()
    ?.openResult(jobId, itemId)
    .catch((error: unknown) => {
      notifyFault('The file could not be opened', error);
    });
}

export function showInFolder(jobId: number, itemId: number): void {
  desktopBridge()
    ?.revealResult(jobId, itemId)
    .catch((error: unknown) => {
      notifyFault('The file could not be shown', error);
    });
}
