import { ChevronDown } from 'lucide-react';
import { counted } from '../../../../src-protocol/model/words.ts';
import { type Job, jobTitle, newestFirst, useJobs } from '../../state/jobs.ts';
import { go } from '../../state/route.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';

const OFFERED_MAX = 50;

/** Which job’s results are looked at; nothing to choose where there is one only. */
export function JobPicker({ job }: { readonly job: Job }) {
  const jobs = useJobs((state) => state.jobs);
  if (jobs.size < 2) return null;
  const items = newestFirst(jobs)
    .slice(0, OFFERED_MAX)
    .map((other) => ({
      id: String(other.id),
      text: `${jobTitle(other)} · ${counted(other.counts.done, 'file')}`,
      checked: other.id === job.id,
      onSelect: () => {
        go('results', other.id);
      },
    }));
  return (
    <Menu items={items}>
      <Button aria-label={`Job: ${jobTitle(job)}`} className="max-w-50 min-w-0 shrink px-2.5">
        <bdi className="truncate">{jobTitle(job)}</bdi>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />
      </Button>
    </Menu>
  );
}
