import { useRoute } from '../../state/route.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { JobList } from './job-list.tsx';
import { JobPage } from './job-page.tsx';

/** All jobs, or the one that the address names. */
export function JobsScreen() {
  const jobId = useRoute((route) => route.jobId);
  return (
    <>
      {jobId === undefined ? <JobList /> : <JobPage key={jobId} jobId={jobId} />}
      <CancelDialog />
    </>
  );
}
