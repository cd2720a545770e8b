import { ChevronDown, MoreHorizontal } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { type Job, isOpen, jobTitle } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PRIORITY_TITLES } from '../../ui/priorities.ts';
import { Screen } from '../../ui/screen.tsx';
import { askToCancel } from './cancel-dialog.tsx';
import { pauseJob, resumeJob, retryFailed, runAgain } from './job-actions.ts';
import { jobMenu, priorityItems } from './job-menu.ts';
import { JobSources } from './job-name.tsx';
import { canPause, canResume, canRetry, hasSameActions, stateBadge } from './job-words.ts';

/** The screen of one job: its name, and what can be done with it. */
export function JobHeader({ job, children }: { readonly job: Job; readonly children: ReactNode }) {
  const badge = stateBadge(job);
  return (
    <Screen
      title={
        <span className="flex min-w-0 items-center gap-2" title={jobTitle(job)}>
          <bdi className="truncate">{jobTitle(job)}</bdi>
          {badge.text !== 'Running' && <Badge tone={badge.tone}>{badge.text}</Badge>}
        </span>
      }
      subtitle={<JobSources job={job} />}
      actions={<Actions job={job} />}
    >
      {children}
    </Screen>
  );
}

const Actions = memo(function Actions({ job }: { readonly job: Job }) {
  const open = isOpen(job);
  return (
    <>
      {open && (
        <Menu align="end" items={priorityItems(job)}>
          <Button variant="quiet" className="pr-2">
            <span className="sr-only">Priority: </span>
            {PRIORITY_TITLES[job.request.priority]}
            <span aria-hidden>priority</span>
            <ChevronDown size={14} aria-hidden />
          </Button>
        </Menu>
      )}
      {canPause(job) && <Button onClick={() => void pauseJob(job)}>Pause</Button>}
      {canResume(job) && <Button onClick={() => void resumeJob(job)}>Resume</Button>}
      {canRetry(job) && <Button onClick={() => void retryFailed(job)}>Retry failed</Button>}
      {!open && <Button onClick={() => void runAgain(job)}>Run again</Button>}
      {job.counts.done > 0 && (
        <Button
          onClick={() => {
            go('results', job.id);
          }}
        >
          Show results
        </Button>
      )}
      {open && (
        <Button
          variant="quiet"
          onClick={() => {
            askToCancel(job);
          }}
        >
          Cancel
        </Button>
      )}
      <Menu align="end" items={jobMenu(job)}>
        <IconButton icon={MoreHorizontal} label="More" />
      </Menu>
    </>
  );
}, hasSameActions);
