import { FilePlus2, ListTodo } from 'lucide-react';
import { isOpen, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useHiddenJobs } from './hidden-jobs.ts';
import { History } from './history.tsx';
import { Queue } from './queue.tsx';

/** What is being worked on, and what was. */
export function JobList() {
  const hidden = useHiddenJobs(({ ids }) => ids);
  const loaded = useJobs((state) => state.loaded);
  const hasOpen = useJobs(({ jobs }) => [...jobs.values()].some(isOpen));
  const isEmpty = useJobs(({ jobs }) => [...jobs.keys()].every((id) => hidden.has(id)));
  if (!loaded) return <Screen title="Jobs">{null}</Screen>;
  return (
    <Screen title="Jobs" className="gap-5">
      {isEmpty ? (
        <NoJobs />
      ) : (
        <>
          {hasOpen && <Queue />}
          <History hasQueue={hasOpen} />
        </>
      )}
    </Screen>
  );
}

function NoJobs() {
  return (
    <EmptyState
      icon={ListTodo}
      title="No jobs yet"
      actions={
        <Button
          variant="primary"
          icon={FilePlus2}
          onClick={() => {
            go('add');
          }}
        >
          Add files
        </Button>
      }
    >
      Drop files or folders anywhere in this window, or choose them. Each time becomes a job, which is kept here with
      its results.
    </EmptyState>
  );
}
