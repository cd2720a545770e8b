import { CircleStop, GripVertical, MoreHorizontal, Pause, Play } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, memo, useEffect, useRef } from 'react';
import type { Priority } from '../../../../src-protocol/model/job.ts';
import { count } from '../../../../src-protocol/model/words.ts';
import { type Job, jobTitle, useJobs } from '../../state/jobs.ts';
import { IconButton } from '../../ui/button.tsx';
import { ContextMenuArea, Menu } from '../../ui/menu.tsx';
import { askToCancel } from './cancel-dialog.tsx';
import { pauseJob, resumeJob } from './job-actions.ts';
import { jobMenu } from './job-menu.ts';
import { JobName } from './job-name.tsx';
import { canPause, canResume, filesInWords, hasSameActions, standing } from './job-words.ts';
import { neighbourOf } from './priority-groups.ts';
import { ProgressBar } from './progress-bar.tsx';

interface QueueRowProps {
  readonly jobId: number;
  /** It has just come here from another priority, by the keyboard. */
  readonly takesFocus: boolean;
  readonly onFocusTaken: () => void;
  readonly onMove: (priority: Priority) => void;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
}

export function QueueRow({ jobId, takesFocus, onFocusTaken, onMove, onDragStart, onDragEnd }: QueueRowProps) {
  const job = useJobs(({ jobs }) => jobs.get(jobId));
  const row = useRef<HTMLLIElement>(null);
  const isThere = job !== undefined;
  useEffect(() => {
    if (!takesFocus || !isThere) return;
    row.current?.querySelector('a')?.focus();
    onFocusTaken();
  }, [takesFocus, isThere, onFocusTaken]);
  if (job === undefined) return null;
  return (
    <ContextMenuArea items={jobMenu(job)}>
      <li
        ref={row}
        draggable
        onDragStart={onDragStart}
        onDragEnd={onDragEnd}
        onKeyDown={(event) => {
          const priority = movedTo(event, job);
          if (priority === undefined) return;
          event.preventDefault();
          onMove(priority);
        }}
        className="group grid grid-cols-[16px_minmax(180px,1fr)_minmax(200px,0.8fr)_auto] items-center gap-x-3 border-t border-line py-2 pr-3 pl-1.5 hover:bg-bg/50"
      >
        <GripVertical
          size={16}
          strokeWidth={1.75}
          className="cursor-grab text-faint group-active:cursor-grabbing"
          aria-hidden
        />
        <JobName job={job} />
        <HowFar job={job} />
        <RowButtons job={job} />
      </li>
    </ContextMenuArea>
  );
}

function HowFar({ job }: { readonly job: Job }) {
  const failures = job.counts.failed + job.counts.skipped;
  return (
    <div className="min-w-0">
      <ProgressBar job={job} />
      <div className="mt-1.5 flex flex-wrap justify-between gap-x-3 text-sm text-muted">
        <span>
          {filesInWords(job)}
          {failures > 0 && <span className="text-bad">, {count(failures)} failed</span>}
        </span>
        <span>{standing(job)}</span>
      </div>
    </div>
  );
}

const RowButtons = memo(function RowButtons({ job }: { readonly job: Job }) {
  return (
    <div className="flex items-center">
      {canPause(job) && <IconButton icon={Pause} label="Pause" onClick={() => void pauseJob(job)} />}
      {canResume(job) && <IconButton icon={Play} label="Resume" onClick={() => void resumeJob(job)} />}
      <IconButton
        icon={CircleStop}
        label="Cancel"
        onClick={() => {
          askToCancel(job);
        }}
      />
      <Menu align="end" items={jobMenu(job)}>
        <IconButton icon={MoreHorizontal} label={`More for ${jobTitle(job)}`} />
      </Menu>
    </div>
  );
}, hasSameActions);

function movedTo({ altKey, key }: KeyboardEvent, { request }: Job): Priority | undefined {
  if (!altKey) return undefined;
  if (key === 'ArrowUp') return neighbourOf(request.priority, -1);
  return key === 'ArrowDown' ? neighbourOf(request.priority, 1) : undefined;
}
