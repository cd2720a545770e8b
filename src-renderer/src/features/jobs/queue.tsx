import { create } from 'zustand';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Priority } from '../../../../src-protocol/model/job.ts';
import { useJobs } from '../../state/jobs.ts';
import { classNames } from '../../ui/class-names.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { setPriority } from './job-actions.ts';
import { PRIORITIES, PRIORITY_TITLES } from '../../ui/priorities.ts';
import { openJobIds } from './priority-groups.ts';
import { QueueRow } from './queue-row.tsx';

/** What is carried by a drag that moves a job; files from outside have another type. */
const JOB_TYPE = 'application/x-metaextract-job';

interface Moved {
  readonly jobId: number | undefined;
  readonly to: Priority | undefined;
  /** For a screen reader. */
  readonly words: string;
}

/** The job that is being moved: its row is made anew in its new place, and takes the focus again. */
const useMoved = create<Moved>(() => ({ jobId: undefined, to: undefined, words: '' }));

/** The open jobs by priority; a job is dragged, or moved with Alt and the arrow keys, to another one. */
export function Queue() {
  const [draggedId, setDraggedId] = useState<number>();
  const words = useMoved((moved) => moved.words);
  return (
    <section aria-label="Queue">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold">Queue</h2>
        <p className="text-sm text-muted">
          Higher priorities go first; jobs of one priority share the workers equally. To move a job, drag it or press{' '}
          <Kbd keys="Alt+Up" /> <Kbd keys="Alt+Down" />
        </p>
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-panel">
        {PRIORITIES.map((priority) => (
          <PriorityGroup key={priority} priority={priority} draggedId={draggedId} onDrag={setDraggedId} />
        ))}
      </div>
      <p role="status" className="sr-only">
        {words}
      </p>
    </section>
  );
}

interface PriorityGroupProps {
  readonly priority: Priority;
  readonly draggedId: number | undefined;
  readonly onDrag: (jobId: number | undefined) => void;
}

function PriorityGroup({ priority, draggedId, onDrag }: PriorityGroupProps) {
  const ids = useJobs(useShallow(({ jobs }) => openJobIds(jobs, priority)));
  const movedId = useMoved(({ jobId, to }) => (to === priority ? jobId : undefined));
  const [isOver, setOver] = useState(false);
  const takes = draggedId !== undefined && !ids.includes(draggedId);
  return (
    <section
      aria-label={`${PRIORITY_TITLES[priority]} priority`}
      onDragOver={(event) => {
        if (!takes || !event.dataTransfer.types.includes(JOB_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!takes) return;
        event.preventDefault();
        onDrag(undefined);
        move(draggedId, priority);
      }}
      className={classNames(
        'border-line not-first:border-t',
        takes && 'outline-1 -outline-offset-3 outline-dashed outline-line-strong',
        isOver && takes && 'bg-accent-soft outline-accent!',
      )}
    >
      <h3 className="flex h-7 items-center justify-between gap-3 bg-bg/60 px-3 text-2xs font-semibold text-muted">
        {PRIORITY_TITLES[priority]}
        {ids.length === 0 && <span className="font-normal text-faint">{takes ? 'Drop here' : 'No jobs'}</span>}
      </h3>
      {ids.length > 0 && (
        <ul>
          {ids.map((id) => (
            <QueueRow
              key={id}
              jobId={id}
              takesFocus={movedId === id}
              onFocusTaken={forgetMoved}
              onMove={(to) => {
                move(id, to);
              }}
              onDragStart={(event) => {
                event.dataTransfer.setData(JOB_TYPE, String(id));
                event.dataTransfer.effectAllowed = 'move';
                onDrag(id);
              }}
              onDragEnd={() => {
                onDrag(undefined);
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function move(jobId: number, priority: Priority): void {
  const job = useJobs.getState().jobs.get(jobId);
  if (job === undefined) return;
  useMoved.setState({ jobId, to: priority, words: '' });
  void setPriority(job, priority).then(() => {
    const now = useJobs.getState().jobs.get(jobId)?.request.priority;
    if (now === priority) useMoved.setState({ words: `${PRIORITY_TITLES[priority]} priority` });
    else forgetMoved();
  });
}

function forgetMoved(): void {
  useMoved.setState({ jobId: undefined });
}
