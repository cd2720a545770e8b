import type { Job } from '../../state/jobs.ts';
import { jobTitle } from '../../state/jobs.ts';
import { Badge } from '../../ui/badge.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { sourcesInWords, stateBadge } from './job-words.ts';

/** What a job is called, as a link to it, its state, and what it reads. */
export function JobName({ job }: { readonly job: Job }) {
  const badge = stateBadge(job);
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-2">
        <a
          href={`#/jobs/${job.id}`}
          draggable={false}
          title={jobTitle(job)}
          className="truncate rounded-sm font-medium hover:text-accent-text hover:underline"
        >
          <bdi>{jobTitle(job)}</bdi>
        </a>
        <Badge tone={badge.tone}>{badge.text}</Badge>
      </div>
      <JobSources job={job} />
      {job.message !== undefined && (
        <p className="truncate text-sm text-warn" title={job.message}>
          {job.message}
        </p>
      )}
    </div>
  );
}

/** The first of what a job reads, and how many more there are. */
export function JobSources({ job }: { readonly job: Job }) {
  const { path, more } = sourcesInWords(job);
  return (
    <div className="flex min-w-0 text-sm text-muted">
      <PathText path={path} />
      {more !== '' && <span className="shrink-0 whitespace-pre">{more}</span>}
    </div>
  );
}
