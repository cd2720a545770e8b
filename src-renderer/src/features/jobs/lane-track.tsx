import { memo } from 'react';
import { FAMILY_GROUPS } from './family-groups.ts';
import { laneBars } from './lane-bars.ts';
import { barsPath, marksPath, type TimeWindow } from './lane-geometry.ts';
import type { Span } from './slot-lanes.ts';
import { useWidth } from './use-width.ts';

const MARK_PX = 3.5;
const TOP_PX = 4;
const BAR_PX = 14;
/** The leases of other jobs are lower, and so told apart by their form. */
const OTHER_PX = 4;

interface LaneTrackProps {
  readonly spans: readonly Span[];
  readonly jobId: number;
  readonly window: TimeWindow;
}

/** The leases of one slot as blocks; one path for each colour, however many there are. */
export const LaneTrack = memo(function LaneTrack({ spans, jobId, window }: LaneTrackProps) {
  const [track, widthPx] = useWidth<HTMLSpanElement>();
  const { groups, others, failed, marks } = laneBars(spans, jobId, window, widthPx);
  return (
    <span ref={track} className="absolute inset-x-0 top-0 block h-4.5" aria-hidden>
      <span className="absolute inset-x-0 top-1 block h-3.5 rounded-sm bg-line/55" />
      <svg width={widthPx} height={TOP_PX + BAR_PX} className="relative block">
        <path d={barsPath(others, TOP_PX + (BAR_PX - OTHER_PX) / 2, OTHER_PX)} className="fill-line-strong" />
        {FAMILY_GROUPS.map(({ id, color }) => (
          <path key={id} d={barsPath(groups.get(id) ?? [], TOP_PX, BAR_PX)} style={{ fill: `var(${color})` }} />
        ))}
        <path d={barsPath(failed, TOP_PX, BAR_PX)} fill="url(#failed-hatch)" />
        <path d={marksPath(marks, MARK_PX)} className="fill-failed" />
      </svg>
    </span>
  );
});
