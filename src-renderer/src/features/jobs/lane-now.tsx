import { counted, duration } from '../../../../src-protocol/model/words.ts';
import { PathText } from '../../ui/path-text.tsx';
import type { LanesMoment } from './lanes-moment.ts';
import { shortPath } from './short-path.ts';
import type { SlotLane } from './slot-lanes.ts';

interface LaneNowProps {
  readonly lane: SlotLane | undefined;
  readonly moment: LanesMoment;
}

/** The file that a slot reads at this moment, how long that has taken, and what is left of its lease. */
export function LaneNow({ lane, moment: { readings, nowMs } }: LaneNowProps) {
  const reading = lane && readings.get(lane.key);
  return (
    <div className="mt-1.5 flex shrink-0 items-center gap-3 border-t border-line pt-2 text-sm text-muted">
      {lane === undefined || reading === undefined ? (
        <span>{lane === undefined ? 'No slot is reading.' : `${lane.name} is not reading.`}</span>
      ) : (
        <>
          <span className="shrink-0">{lane.name} reads</span>
          <PathText path={shortPath(reading.path)} className="min-w-0 text-text" />
          <span className="ml-auto shrink-0">
            {howLong(nowMs - reading.sinceMs)}, {counted(lane.filesLeft, 'file')} left of its lease
          </span>
        </>
      )}
    </div>
  );
}

/** Most files take a few milliseconds, which would only flicker. */
function howLong(ms: number): string {
  return ms < 1_000 ? 'for less than a second' : `for ${duration(ms)}`;
}
