import {
  Cable,
  ChartColumn,
  CircleAlert,
  Database,
  FilePlus2,
  ListTodo,
  type LucideIcon,
  ScrollText,
  Settings,
  Table2,
} from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { count } from '../../../src-protocol/model/words.ts';
import { useCurrentJob } from '../state/current-job.ts';
import { isOpen, useJobs } from '../state/jobs.ts';
import { go, type ScreenName, useRoute } from '../state/route.ts';
import { hitRate, useSystem } from '../state/system.ts';
import { classNames } from '../ui/class-names.ts';

/** The way to every screen, with what there is at each. */
export function SideBar() {
  const numbers = useNumbers();
  return (
    <nav
      aria-label="Screens"
      className="flex min-h-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-panel px-2 py-2.5"
    >
      <Entry screen="add" icon={FilePlus2} text="Add files" />
      <Entry screen="jobs" icon={ListTodo} text="Jobs" number={numbers.openJobs} />
      <Entry screen="results" icon={Table2} text="Results" number={numbers.results} />
      <Entry screen="failures" icon={CircleAlert} text="Failures" number={numbers.failures} bad />
      <Entry screen="insights" icon={ChartColumn} text="Insights" />
      <h2 className="mx-2.5 mt-3.5 mb-1 text-2xs font-semibold text-faint max-[999px]:sr-only">System</h2>
      <Entry screen="workers" icon={Cable} text="Workers" number={numbers.workers} />
      <Entry screen="cache" icon={Database} text="Cache" number={numbers.cache} />
      <Entry screen="logs" icon={ScrollText} text="Logs" />
      <Entry screen="settings" icon={Settings} text="Settings" />
    </nav>
  );
}

interface EntryProps {
  readonly screen: ScreenName;
  readonly icon: LucideIcon;
  readonly text: string;
  readonly number?: string | undefined;
  readonly bad?: boolean;
}

function Entry({ screen, icon: Icon, text, number, bad = false }: EntryProps) {
  const isHere = useRoute((route) => route.screen === screen);
  return (
    <a
      href={`#/${screen}`}
      aria-current={isHere ? 'page' : undefined}
      draggable={false}
      onClick={(event) => {
        event.preventDefault();
        go(screen);
      }}
      className={classNames(
        'flex h-8 shrink-0 items-center gap-2.25 rounded-md px-2.5 font-medium transition-colors duration-100',
        isHere ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-bg hover:text-text',
      )}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="truncate">{text}</span>
      {number !== undefined && (
        <span className={classNames('ml-auto pl-1 text-xs', bad ? 'text-bad' : !isHere && 'text-faint')}>{number}</span>
      )}
    </a>
  );
}

function useNumbers() {
  const { results, failures } = useCurrentJob(
    useShallow((job) => ({
      results: job?.counts.done ?? 0,
      failures: job === undefined ? 0 : job.counts.failed + job.counts.skipped,
    })),
  );
  const openJobs = useJobs(({ jobs }) => [...jobs.values()].filter(isOpen).length);
  const { workers, hits } = useSystem(
    useShallow((system) => ({ workers: system.workers.size, hits: system.cache && hitRate(system.cache) })),
  );
  return {
    openJobs: shown(openJobs),
    results: shown(results),
    failures: shown(failures),
    workers: shown(workers),
    cache: hits === undefined ? undefined : `${Math.floor(100 * hits)} %`,
  };
}

function shown(number: number): string | undefined {
  return number === 0 ? undefined : count(number);
}
