import { counted, duration } from '../../../../src-protocol/model/words.ts';
import { jobTitle, useJobs } from '../../state/jobs.ts';
import { familyInWords } from './family-groups.ts';
import type { Span } from './slot-lanes.ts';

const OFFSET_PX = 10;

interface SpanTipProps {
  readonly span: Span;
  /** Where the pointer is, in the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly jobId: number;
  readonly nowMs: number;
}

/** What the lease under the pointer was; above everything, as the lanes scroll and would cut it off. */
export function SpanTip({ span, at, jobId, nowMs }: SpanTipProps) {
  const { block, startMs, endMs } = span;
  const other = useJobs(({ jobs }) => (block.jobId === jobId ? undefined : jobs.get(block.jobId)));
  const kind = familyInWords(block.family);
  return (
    <span
      className="pointer-events-none fixed z-50 flex flex-col rounded-md border border-line bg-raised px-2 py-1 text-sm whitespace-nowrap shadow-float"
      style={{
        bottom: window.innerHeight - at.y + OFFSET_PX,
        ...(at.x < window.innerWidth / 2 ? { left: at.x } : { right: window.innerWidth - at.x }),
      }}
    >
      <span>
        {counted(block.files, kind === '' ? 'file' : `${kind} file`)} in {duration(endMs - startMs)}
        {block.failed > 0 && <b className="font-semibold text-bad">, {block.failed} failed</b>}
      </span>
      <span className="text-muted">
        {block.endedAt === undefined ? 'being read' : `${duration(Math.max(0, nowMs - endMs))} ago`}
        {other !== undefined && `, ${jobTitle(other)}`}
      </span>
    </span>
  );
}
