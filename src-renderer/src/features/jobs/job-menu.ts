import { CircleStop, FileDown, Pause, Play, RotateCcw, RotateCw, Signal, Table2, Trash2 } from 'lucide-react';
import { type Job, isOpen } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { PRIORITIES, PRIORITY_TITLES } from '../../ui/priorities.ts';
import { askToCancel } from './cancel-dialog.tsx';
import { deleteJob, pauseJob, resumeJob, retryFailed, runAgain, setPriority } from './job-actions.ts';
import { JOB_FILE_ACTION, keepJobFile } from './job-file.ts';
import { canPause, canResume, canRetry } from './job-words.ts';

/** The priorities of an open job, the present one with a tick. */
export function priorityItems(job: Job): readonly MenuItem[] {
  return PRIORITIES.map((priority) => ({
    id: priority,
    text: PRIORITY_TITLES[priority],
    checked: job.request.priority === priority,
    onSelect: () => {
      if (job.request.priority !== priority) void setPriority(job, priority);
    },
  }));
}

/** Everything that can be done with a job in the state that it is in. */
export function jobMenu(job: Job): readonly MenuItem[] {
  const open = isOpen(job);
  const lines: readonly (MenuItem | false)[] = [
    canPause(job) && { id: 'pause', text: 'Pause', icon: Pause, onSelect: () => void pauseJob(job) },
    canResume(job) && { id: 'resume', text: 'Resume', icon: Play, onSelect: () => void resumeJob(job) },
    open && { id: 'priority', text: 'Priority', icon: Signal, items: priorityItems(job) },
    {
      id: 'results',
      text: 'Show results',
      icon: Table2,
      onSelect: () => {
        go('results', job.id);
      },
    },
    canRetry(job) && { id: 'retry', text: 'Retry failed', icon: RotateCcw, onSelect: () => void retryFailed(job) },
    { id: 'again', text: 'Run again', icon: RotateCw, onSelect: () => void runAgain(job) },
    { id: 'job-file', text: JOB_FILE_ACTION, icon: FileDown, onSelect: () => void keepJobFile(job) },
    open && {
      id: 'cancel',
      text: 'Cancel',
      icon: CircleStop,
      danger: true,
      separator: true,
      onSelect: () => {
        askToCancel(job);
      },
    },
    !open && {
      id: 'delete',
      text: 'Delete',
      icon: Trash2,
      danger: true,
      separator: true,
      onSelect: () => {
        deleteJob(job);
      },
    },
  ];
  return lines.filter((line) => line !== false);
}
