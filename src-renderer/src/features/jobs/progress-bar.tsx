import type { Job } from '../../state/jobs.ts';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import { filesInWords, standing } from './job-words.ts';
import { outcomeParts, partsInWords } from './outcome-parts.ts';

/** How far a job is, by what became of its files. While files are still being found, how much is left is open at its end. */
export function ProgressBar({ job }: { readonly job: Job }) {
  const { counts, counting } = job;
  const parts = outcomeParts(counts);
  const isOpenEnded = counting && job.state === 'running';
  return (
    <div
      role="progressbar"
      aria-label="Files done"
      aria-valuetext={`${filesInWords(job)}, ${standing(job)}`}
      {...(!isOpenEnded && {
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        'aria-valuenow': Math.floor((100 * counts.done) / Math.max(1, counts.found)),
      })}
      className="flex items-center"
    >
      <div className="min-w-0 grow">
        <StackedBar label={partsInWords(parts)} parts={parts} total={counts.found} />
      </div>
      {isOpenEnded && (
        <span
          aria-hidden
          className="-ml-1.5 h-2.5 w-1/5 shrink-0 animate-pulse rounded-r-[6px] bg-line bg-[repeating-linear-gradient(115deg,transparent_0_5px,var(--line-strong)_5px_10px)]"
        />
      )}
    </div>
  );
}
