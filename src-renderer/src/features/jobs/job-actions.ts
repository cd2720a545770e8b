import { counted } from '../../../../src-protocol/model/words.ts';
import type { Priority } from '../../../../src-protocol/model/job.ts';
import { api } from '../../state/connection.ts';
import { type Job, dropJob, jobTitle, putJob } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { doUnlessUndone, notify, notifyFault } from '../../state/toasts.ts';
import { PRIORITY_TITLES } from '../../ui/priorities.ts';
import { hideJob, showJobAgain } from './hidden-jobs.ts';

/** What can be done with a job. Each says by itself what did not work, and never rejects. */

export function pauseJob({ id }: Job): Promise<void> {
  return attempt('The job could not be paused', async () => {
    putJob(await api().jobs.pause({ id }));
  });
}

export function resumeJob({ id }: Job): Promise<void> {
  return attempt('The job could not be resumed', async () => {
    putJob(await api().jobs.resume({ id }));
  });
}

export function cancelJob({ id }: Job): Promise<void> {
  return attempt('The job could not be cancelled', async () => {
    putJob(await api().jobs.cancel({ id }));
  });
}

/** Reads the files again that have failed. */
export function retryFailed({ id }: Job): Promise<void> {
  return attempt('The files could not be read once more', async () => {
    const { job, files } = await api().jobs.retry({ id });
    putJob(job);
    notify(
      files === 0 ? 'There is nothing to read once more.' : `${counted(files, 'file is', 'files are')} read once more.`,
    );
  });
}

export function setPriority({ id }: Job, priority: Priority): Promise<void> {
  return attempt(`The job could not be given ${PRIORITY_TITLES[priority].toLowerCase()} priority`, async () => {
    putJob(await api().jobs.setPriority({ id, priority }));
  });
}

/** A new job that does the same, shown in the place of the old one. */
export function runAgain({ id }: Job): Promise<void> {
  return attempt('The job could not be run again', async () => {
    const job = await api().jobs.create(await api().jobs.request({ id }));
    putJob(job);
    go('jobs', job.id);
  });
}

export function deleteJob(job: Job): void {
  const { id } = job;
  hideJob(id);
  doUnlessUndone(
    `${jobTitle(job)} and its results are deleted.`,
    () => {
      void attempt('The job could not be deleted', async () => {
        try {
          await api().jobs.delete({ id });
          dropJob(id);
        } finally {
          showJobAgain(id);
        }
      });
    },
    () => {
      showJobAgain(id);
    },
  );
}

async function attempt(fault: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    notifyFault(fault, error);
  }
}
