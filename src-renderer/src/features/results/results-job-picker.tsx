import { counted } from '../../../../src-protocol/model/words.ts';
import { useJobChoices } from '../../state/job-choices.ts';
import { jobTitle, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { JobPicker } from '../../ui/job-picker.tsx';

/** Which job’s results are looked at; nothing to choose where there is one only. */
export function ResultsJobPicker({ jobId }: { readonly jobId: number }) {
  const job = useJobs(({ jobs }) => jobs.get(jobId));
  const choices = useJobChoices(jobId, ({ counts }) => counted(counts.done, 'file'));
  if (job === undefined || choices.length < 2) return null;
  return (
    <JobPicker
      title={jobTitle(job)}
      jobs={choices}
      onChoose={(id) => {
        go('results', id);
      }}
    />
  );
}
