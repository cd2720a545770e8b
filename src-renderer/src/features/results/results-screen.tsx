import { FilePlus2, Inbox, type LucideIcon, Table2 } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { useCurrentJob } from '../../state/current-job.ts';
import { isOpen, type Job, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { InspectedResults } from './inspected-results.ts';
import { ResultsJobPicker } from './results-job-picker.tsx';
import { ResultsOfJob } from './results-of-job.tsx';

export interface ResultsScreenProps {
  /** Shows what is selected. */
  readonly inspector: ComponentType<InspectedResults>;
}

/** All results of a job: found, filtered, sorted, and looked at one by one. */
export function ResultsScreen({ inspector }: ResultsScreenProps) {
  const job = useCurrentJob();
  const loaded = useJobs((state) => state.loaded);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">Results</h1>
      {job === undefined ? (
        loaded && <NoJob />
      ) : job.counts.done === 0 ? (
        <NoResults job={job} />
      ) : (
        <ResultsOfJob key={job.id} jobId={job.id} inspector={inspector} />
      )}
    </div>
  );
}

function NoJob() {
  return (
    <Empty icon={FilePlus2} title="No results yet">
      Add files or folders. What their metadata says is shown here as soon as the first file has been read.
    </Empty>
  );
}

function NoResults({ job }: { readonly job: Job }) {
  return (
    <>
      <div className="flex h-11 shrink-0 items-center border-b border-line px-3">
        <ResultsJobPicker jobId={job.id} />
      </div>
      {isOpen(job) ? (
        <EmptyState icon={Table2} title="No file has been read yet">
          Results are shown here one by one while the job runs.
        </EmptyState>
      ) : (
        <Empty icon={Inbox} title="This job has no results">
          No file was found in its sources. Add other files or folders.
        </Empty>
      )}
    </>
  );
}

function Empty({
  icon,
  title,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <EmptyState
      icon={icon}
      title={title}
      actions={
        <Button
          variant="primary"
          onClick={() => {
            go('add');
          }}
        >
          Add files
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
