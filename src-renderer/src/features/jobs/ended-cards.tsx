import { bytes, count, duration } from '../../../../src-protocol/model/words.ts';
import { showOnly } from '../../state/results-view.ts';
import { go } from '../../state/route.ts';
import { Card } from '../../ui/card.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { useJobSummary } from './progress-card.tsx';
import { shortPath } from './short-path.ts';

/** What stood out in a job that has ended: why files failed, and which ones took longest. */
export function EndedCards({ jobId }: { readonly jobId: number }) {
  const summary = useJobSummary(jobId);
  if (summary === undefined) return null;
  const { failures, slowest } = summary;
  if (failures.length === 0 && slowest.length === 0) return null;
  return (
    <div className="grid shrink-0 grid-cols-2 gap-3">
      <Card
        title="Failures by cause"
        className={failures.length === 0 ? 'order-2' : ''}
        aside={<ToFailures jobId={jobId} isThere={failures.length > 0} />}
      >
        {failures.length === 0 && <p className="text-muted">Every file could be read.</p>}
        <ul className="flex flex-col gap-1.5">
          {failures.map(({ code, outcome, title, count: files, message }) => (
            <li key={`${outcome} ${code}`} className="flex gap-3">
              <div className="min-w-0 grow">
                <p className="truncate">{title}</p>
                <p className="truncate text-sm text-muted" title={message}>
                  {message}
                </p>
              </div>
              <b className="font-semibold text-bad">{count(files)}</b>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Slowest files">
        {slowest.length === 0 && <p className="text-muted">Nothing had to be read.</p>}
        <ol>
          {slowest.map(({ path, durationMs, sizeBytes }) => (
            <li key={path}>
              <button
                type="button"
                onClick={() => {
                  showOnly([{ column: 'path', test: 'equals', values: [path] }]);
                  go('results', jobId);
                }}
                className="grid h-6 w-full grid-cols-[minmax(0,1fr)_64px_72px] items-center gap-2 rounded-sm text-left hover:text-accent-text"
              >
                <PathText path={shortPath(path)} />
                <span className="text-right text-sm text-muted">{bytes(sizeBytes)}</span>
                <span className="text-right">{duration(durationMs)}</span>
              </button>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}

function ToFailures({ jobId, isThere }: { readonly jobId: number; readonly isThere: boolean }) {
  if (!isThere) return null;
  return (
    <a href={`#/failures/${jobId}`} className="rounded-sm text-sm font-medium text-accent-text hover:underline">
      Show failures
    </a>
  );
}
