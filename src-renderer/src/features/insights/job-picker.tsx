import { ChevronDown } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { counted } from '../../../../src-protocol/model/words.ts';
import { chooseJob } from '../../state/current-job.ts';
import { type Job, jobTitle, newestFirst, useJobs } from '../../state/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';

const JOBS_OFFERED = 30;

/** Which job is looked at, and a menu of the others. */
export function JobPicker({ job }: { readonly job: Job }) {
  const jobs = useJobs(useShallow((state) => newestFirst(state.jobs).slice(0, JOBS_OFFERED)));
  return (
    <Menu
      align="end"
      items={jobs.map((each) => ({
        id: each.id.toString(),
        text: `${jobTitle(each)} (${counted(each.counts.done, 'file')})`,
        checked: each.id === job.id,
        onSelect: () => {
          chooseJob(each.id);
        },
      }))}
    >
      <Button className="max-w-60" aria-label={`Job: ${jobTitle(job)}`}>
        <bdi className="truncate">{jobTitle(job)}</bdi>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />
      </Button>
    </Menu>
  );
}
