import { useJobChoices } from '../../state/job-choices.ts';
import { type Job, useJobs } from '../../state/jobs.ts';
import { JobPicker } from '../../ui/job-picker.tsx';

/** Which job’s results are looked at; nothing to choose where there is one only. */
export function ResultsJobPicker({ jobId }: { readonly jobId: number }) {
  const job = useJobs(({ jobs }) => (jobs.size > 1 ? jobs.get(jobId) : undefined));
  return job === undefined ? null : <Picker job={job} />;
}

function Picker({ job }: { readonly job: Job }) {
  return <JobPicker {...useJobChoices('results', job)} />;
}
