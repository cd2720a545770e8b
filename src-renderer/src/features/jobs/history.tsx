import { useMutation } from '@tanstack/react-query';
import { MoreHorizontal, RotateCw, Search, Table2 } from 'lucide-react';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { count, duration } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { addOlderJobs, type Job, JOBS_AT_ONCE, jobTitle, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { notifyFault } from '../../state/toasts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { ContextMenuArea, Menu } from '../../ui/menu.tsx';
import { ago, dateTime } from '../../ui/time.ts';
import { useNow } from '../../ui/use-sampled.ts';
import { useHiddenJobs } from './hidden-jobs.ts';
import { endedJobs, type EndedFilter, matching } from './ended-jobs.ts';
import { runAgain } from './job-actions.ts';
import { jobMenu } from './job-menu.ts';
import { JobName } from './job-name.tsx';

/** With more ended jobs than this, they can be filtered. */
const FILTER_FROM = 10;
const AGO_EVERY_MS = 30_000;

/** The jobs that have ended, newest first. */
export function History({ hasQueue }: { readonly hasQueue: boolean }) {
  const hidden = useHiddenJobs(({ ids }) => ids);
  const ended = useJobs(useShallow(({ jobs }) => endedJobs(jobs, hidden)));
  const [filter, setFilter] = useState<EndedFilter>({ state: 'all', text: '' });
  const canFilter = ended.length > FILTER_FROM;
  const shown = canFilter ? matching(ended, filter) : ended;
  const completeFrom = useJobs((state) => state.completeFrom);
  if (ended.length === 0 && hasQueue && completeFrom === undefined) return null;
  return (
    <section aria-label="History">
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="font-semibold">History</h2>
        {canFilter && <HistoryFilter filter={filter} onChange={setFilter} />}
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-panel">
        {shown.length > 0 ? (
          <HistoryTable jobs={shown} />
        ) : (
          <p className="px-4 py-5 text-center text-muted">No job in the history fits the filter.</p>
        )}
        {completeFrom !== undefined && <OlderJobs before={completeFrom} />}
      </div>
    </section>
  );
}

function OlderJobs({ before }: { readonly before: number }) {
  const { mutate, isPending } = useMutation({
    mutationFn: () => api().jobs.list({ before, limit: JOBS_AT_ONCE }),
    onSuccess: ({ jobs }) => {
      addOlderJobs(jobs);
    },
    onError: (error) => {
      notifyFault('Older jobs could not be shown', error);
    },
  });
  return (
    <div className="flex justify-center border-t border-line p-1.5">
      <Button
        variant="quiet"
        disabled={isPending}
        onClick={() => {
          mutate();
        }}
      >
        Show older jobs
      </Button>
    </div>
  );
}

interface HistoryFilterProps {
  readonly filter: EndedFilter;
  readonly onChange: (filter: EndedFilter) => void;
}

function HistoryFilter({ filter, onChange }: HistoryFilterProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="How it ended"
        value={filter.state}
        onChange={({ target }) => {
          onChange({ ...filter, state: target.value });
        }}
      >
        <option value="all">All</option>
        <option value="completed">Done</option>
        <option value="with-failures">With failures</option>
        <option value="cancelled">Cancelled</option>
        <option value="failed">Stopped</option>
      </Select>
      <span className="relative">
        <Search size={14} className="absolute top-1.75 left-2.5 text-faint" aria-hidden />
        <TextField
          type="search"
          aria-label="Search the history"
          placeholder="Name or path"
          className="w-52 pl-7.5"
          value={filter.text}
          onChange={({ target }) => {
            onChange({ ...filter, text: target.value });
          }}
        />
      </span>
    </div>
  );
}

const NUMBER = 'px-2 py-2 text-right align-middle whitespace-nowrap';
const HEAD = 'h-8 border-b border-line-strong px-2 text-sm font-medium text-muted';

function HistoryTable({ jobs }: { readonly jobs: readonly Job[] }) {
  const nowMs = useNow(AGO_EVERY_MS);
  return (
    <table className="w-full table-fixed border-separate border-spacing-0">
      <thead>
        <tr>
          <th scope="col" className={`${HEAD} pl-4 text-left`}>
            Job
          </th>
          <th scope="col" className={`${HEAD} w-31 text-left`}>
            When
          </th>
          <th scope="col" className={`${HEAD} w-25 text-right`}>
            Duration
          </th>
          <th scope="col" className={`${HEAD} w-20 text-right`}>
            Files
          </th>
          <th scope="col" className={`${HEAD} w-20 text-right`}>
            Failures
          </th>
          <th scope="col" className={`${HEAD} w-25 text-right max-[999px]:hidden`}>
            From cache
          </th>
          <th scope="col" className={`${HEAD} w-27`}>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <HistoryRow key={job.id} job={job} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  );
}

function HistoryRow({ job, nowMs }: { readonly job: Job; readonly nowMs: number }) {
  const { counts, activeMs } = job;
  const at = job.endedAt ?? job.createdAt;
  const failures = counts.failed + counts.skipped;
  return (
    <ContextMenuArea items={jobMenu(job)}>
      <tr className="hover:bg-bg/50 [&:not(:last-child)>td]:border-b [&:not(:last-child)>td]:border-line">
        <td className="py-2 pr-2 pl-4 align-middle">
          <JobName job={job} />
        </td>
        <td className="truncate px-2 py-2 align-middle text-muted">
          <time dateTime={at} title={dateTime(at)}>
            {ago(at, nowMs)}
          </time>
        </td>
        <td className={`${NUMBER} text-muted`}>{duration(activeMs)}</td>
        <td className={NUMBER}>{count(counts.done)}</td>
        <td className={NUMBER}>
          {failures === 0 ? (
            <span className="text-faint">0</span>
          ) : (
            <a href={`#/failures/${job.id}`} className="rounded-sm font-medium text-bad hover:underline">
              {count(failures)}
            </a>
          )}
        </td>
        <td className={`${NUMBER} text-muted max-[999px]:hidden`}>{count(counts.fromCache)}</td>
        <td className="py-2 pr-3 pl-1 align-middle">
          <RowButtons job={job} />
        </td>
      </tr>
    </ContextMenuArea>
  );
}

function RowButtons({ job }: { readonly job: Job }) {
  return (
    <div className="flex items-center justify-end">
      <IconButton
        icon={Table2}
        label="Show results"
        onClick={() => {
          go('results', job.id);
        }}
      />
      <IconButton icon={RotateCw} label="Run again" onClick={() => void runAgain(job)} />
      <Menu align="end" items={jobMenu(job)}>
        <IconButton icon={MoreHorizontal} label={`More for ${jobTitle(job)}`} />
      </Menu>
    </div>
  );
}
