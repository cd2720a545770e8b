import { create } from 'zustand';
import { counted } from '../../../../src-protocol/model/words.ts';
import { type Job, isOpen, jobTitle, useJobs } from '../../state/jobs.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cancelJob } from './job-actions.ts';

const useQuestion = create<{ readonly jobId: number | undefined }>(() => ({ jobId: undefined }));

/** Cancels a job; one that is running only once a person has said so again. */
export function askToCancel(job: Job): void {
  if (job.state === 'running') useQuestion.setState({ jobId: job.id });
  else void cancelJob(job);
}

function close(): void {
  useQuestion.setState({ jobId: undefined });
}

/** The question; it goes away by itself when the job ends meanwhile. */
export function CancelDialog() {
  const jobId = useQuestion((question) => question.jobId);
  const job = useJobs(({ jobs }) => (jobId === undefined ? undefined : jobs.get(jobId)));
  if (job === undefined || !isOpen(job)) return null;
  const { counts, request } = job;
  const kept = request.cache === 'off' ? 'in Results' : 'in Results and in the cache';
  return (
    <ConfirmDialog
      open
      title={`Cancel ${jobTitle(job)}?`}
      act="Cancel the job"
      leave="Keep running"
      danger
      onAct={() => void cancelJob(job)}
      onClose={close}
    >
      <p>
        {counts.done === 0
          ? 'No file has been read so far.'
          : `What was read of ${counted(counts.done, 'file')} stays ${kept}.`}{' '}
        The rest is not read, and the job cannot be resumed. To go on later, pause it instead.
      </p>
    </ConfirmDialog>
  );
}
