import { CircleAlert, CircleCheck, FilePlus2, RotateCw, Share } from 'lucide-react';
import { useState } from 'react';
import { count, counted } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { useCurrentJob } from '../../state/current-job.ts';
import { useJobChoices } from '../../state/job-choices.ts';
import { isOpen, type Job, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JobPicker } from '../../ui/job-picker.tsx';
import { Screen } from '../../ui/screen.tsx';
import { CauseFiles } from './cause-files.tsx';
import { CauseList } from './cause-list.tsx';
import { exportFailures, retry } from './failure-actions.ts';
import { causeKey } from './cause.ts';
import { useFailureGroups } from './failure-groups.ts';

/** The files of a job that could not be read, by cause, and what can be done about them. */
export function FailuresScreen() {
  const job = useCurrentJob();
  const isLoaded = useJobs(({ loaded }) => loaded);
  if (job !== undefined) return <Failures key={job.id} job={job} />;
  return (
    <Screen title="Failures">
      {isLoaded && (
        <EmptyState
          icon={CircleAlert}
          title="No job yet"
          actions={
            <Button
              onClick={() => {
                go('add');
              }}
            >
              Add files
            </Button>
          }
        >
          Files that could not be read are listed here, with the reason and what to do about it.
        </EmptyState>
      )}
    </Screen>
  );
}

function Failures({ job }: { readonly job: Job }) {
  const failed = job.counts.failed + job.counts.skipped;
  const { data: groups, error, refetch } = useFailureGroups(job.id);
  const choices = useJobChoices('failures', job, ({ counts }) => `${count(counts.failed + counts.skipped)} failed`);
  const [chosenKey, setChosenKey] = useState<string>();
  const chosen = groups?.find((group) => causeKey(group) === chosenKey) ?? groups?.[0];
  return (
    <Screen
      title="Failures"
      subtitle={failed === 0 ? undefined : `${counted(failed, 'file')} could not be read`}
      className="overflow-hidden"
      actions={
        <>
          <JobPicker {...choices} />
          {failed > 0 && (
            <>
              <Button icon={Share} onClick={() => void exportFailures(job, undefined)}>
                Export the list
              </Button>
              <Button icon={RotateCw} onClick={() => void retry(job.id, {})}>
                Retry all
              </Button>
            </>
          )}
        </>
      }
    >
      {groups !== undefined && chosen !== undefined ? (
        <div className="flex min-h-0 flex-1 gap-3">
          <CauseList
            groups={groups}
            chosen={chosen}
            onChoose={(group) => {
              setChosenKey(causeKey(group));
            }}
          />
          <CauseFiles key={causeKey(chosen)} job={job} group={chosen} />
        </div>
      ) : groups !== undefined ? (
        <NoFailures job={job} />
      ) : (
        error !== null && (
          <EmptyState
            icon={CircleAlert}
            title="The failures could not be listed"
            actions={<Button onClick={() => void refetch()}>Try again</Button>}
          >
            {reasonOf(error)}
          </EmptyState>
        )
      )}
    </Screen>
  );
}

function NoFailures({ job }: { readonly job: Job }) {
  const { done } = job.counts;
  if (done === 0) {
    return (
      <EmptyState icon={FilePlus2} title={isOpen(job) ? 'Nothing has been read yet' : 'The job had no files'}>
        Files that could not be read are listed here, with the reason and what to do about it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={CircleCheck}
      title={isOpen(job) ? 'All files so far could be read' : 'All files could be read'}
      actions={
        <Button
          onClick={() => {
            go('results');
          }}
        >
          Go to results
        </Button>
      }
    >
      {counted(done, 'file')}, none of which failed.
    </EmptyState>
  );
}
