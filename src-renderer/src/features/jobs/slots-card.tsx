import { ToggleGroup } from 'radix-ui';
import { memo, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Legend } from '../../ui/stacked-bar.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useSampled } from '../../ui/use-sampled.ts';
import { LANES_MINUTES } from '../../state/lanes.ts';
import { FAMILY_GROUPS, groupOf } from './family-groups.ts';
import type { TimeWindow } from './lane-geometry.ts';
import { LaneRow } from './lane-row.tsx';
import { lanesMoment } from './lanes-moment.ts';
import { LaneNow } from './lane-now.tsx';
import type { SlotLane } from './slot-lanes.ts';

const FRAME_MS = 250;
/** In a long window everything moves by less than a pixel meanwhile. */
const LONG_FRAME_MS = 500;
/** The last leases may still be told for so long after the end. */
const SETTLES_MS = 10_000;
const MINUTE_MS = 60_000;
/** A job that has run for less is shown in a window of one minute, as long as nobody chooses. */
const LONG_FROM_MS = 90_000;

interface SlotsCardProps {
  readonly jobId: number;
  /** When the job ended; the lanes stand still there. */
  readonly endedAt: string | undefined;
}

/** What each slot of each worker reads, and has read in the last minutes, lease by lease. */
export const SlotsCard = memo(function SlotsCard({ jobId, endedAt }: SlotsCardProps) {
  const [chosenMinutes, setChosenMinutes] = useState<string>();
  const moment = useSampled(lanesMoment, (latest) =>
    endedAt === undefined
      ? frameMs(chosenMinutes ?? usualMinutes(latest.lanes, jobId, latest.nowMs))
      : stillMs(latest.nowMs - Date.parse(endedAt)),
  );
  const [chosenLane, setChosenLane] = useState('');
  const [hoveredLane, setHoveredLane] = useState<string>();
  const toMs = endedAt === undefined ? moment.nowMs : Date.parse(endedAt);
  const lanes = moment.lanes.filter((lane) => endedAt === undefined || hasOfJob(lane, jobId));
  if (endedAt !== undefined && (lanes.length === 0 || moment.nowMs - toMs >= LANES_MINUTES * MINUTE_MS)) return null;
  const minutes = chosenMinutes ?? usualMinutes(lanes, jobId, toMs);
  const window = { fromMs: toMs - Number(minutes) * MINUTE_MS, toMs };
  const shown =
    lanes.find(({ key }) => key === (hoveredLane ?? chosenLane)) ??
    lanes.find((lane) => lane.currentPath !== undefined);
  return (
    <Card
      title={endedAt === undefined ? 'What each slot does now' : 'What each slot did'}
      aside={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <LanesLegend lanes={lanes} jobId={jobId} window={window} />
          <Segmented
            label="Time shown"
            value={minutes}
            options={[
              { value: '1', text: '1 min' },
              { value: '5', text: '5 min' },
            ]}
            onChange={setChosenMinutes}
          />
        </div>
      }
      className={classNames('flex flex-col', endedAt === undefined ? 'min-h-56 flex-1' : 'max-h-80 shrink-0')}
    >
      {lanes.length === 0 ? (
        <p className="text-muted">
          No worker has been needed yet. They start when there are files that the cache does not know.
        </p>
      ) : (
        <>
          <FailedHatch />
          <ToggleGroup.Root
            type="single"
            orientation="vertical"
            aria-label="Slots"
            value={chosenLane}
            onValueChange={setChosenLane}
            className="-mx-2 min-h-11 overflow-y-auto"
          >
            {lanes.map((lane) => (
              <LaneRow key={lane.key} lane={lane} jobId={jobId} window={window} onHover={setHoveredLane} />
            ))}
          </ToggleGroup.Root>
          <TimeAxis minutes={minutes} isNow={endedAt === undefined} />
          {endedAt === undefined && <LaneNow lane={shown} moment={moment} />}
        </>
      )}
    </Card>
  );
});

function frameMs(minutes: string): number {
  return minutes === '1' ? FRAME_MS : LONG_FRAME_MS;
}

/** How long the picture of a job that has ended stays as it is; in the end it goes away. */
function stillMs(sinceEndMs: number): number | undefined {
  if (sinceEndMs < SETTLES_MS) return 4 * FRAME_MS;
  const leftMs = LANES_MINUTES * MINUTE_MS - sinceEndMs;
  return leftMs > 0 ? leftMs : undefined;
}

function hasOfJob({ spans }: SlotLane, jobId: number): boolean {
  return spans.some(({ block }) => block.jobId === jobId);
}

function usualMinutes(lanes: readonly SlotLane[], jobId: number, toMs: number): string {
  const firsts = lanes.flatMap(({ spans }) => spans.find(({ block }) => block.jobId === jobId)?.startMs ?? []);
  return toMs - Math.min(...firsts, toMs) > LONG_FROM_MS ? String(LANES_MINUTES) : '1';
}

/** What the two ends of the lanes are. */
function TimeAxis({ minutes, isNow }: { readonly minutes: string; readonly isNow: boolean }) {
  return (
    <div className="mr-14.5 ml-43.5 flex h-5 shrink-0 items-center justify-between text-2xs text-faint">
      <span>
        {minutes} min {isNow ? 'ago' : 'before the end'}
      </span>
      <span>{isNow ? 'now' : 'end'}</span>
    </div>
  );
}

interface LanesLegendProps {
  readonly lanes: readonly SlotLane[];
  readonly jobId: number;
  readonly window: TimeWindow;
}

/** Only what is to be seen. */
function LanesLegend({ lanes, jobId, window }: LanesLegendProps) {
  const seen = lanes.flatMap(({ spans }) => spans).filter(({ endMs }) => endMs > window.fromMs);
  const own = seen.filter(({ block }) => block.jobId === jobId);
  const groups = new Set(own.map(({ block }) => groupOf(block.family)));
  return (
    <div className="flex flex-wrap items-center gap-x-4.5 text-[12.5px] text-muted">
      <Legend parts={FAMILY_GROUPS.filter(({ id }) => groups.has(id))} />
      {own.some(({ block }) => block.failed > 0) && (
        <span className="inline-flex items-center gap-1.5">
          <svg width="9" height="13" aria-hidden>
            <path d="M1 0h7l-3.5 3.5z" className="fill-failed" />
            <rect y="4" width="9" height="9" rx="2" fill="url(#failed-hatch)" />
          </svg>
          Failure
        </span>
      )}
      {own.length < seen.length && (
        <span className="inline-flex items-center gap-1.5">
          <span className="h-1 w-2.25 rounded-[2px] bg-line-strong" aria-hidden />
          Other jobs
        </span>
      )}
    </div>
  );
}

/** The pattern of failures: stripes, so that they are told from the rest without colour. */
function FailedHatch() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden>
      <pattern id="failed-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="4" height="4" className="fill-failed" />
        <rect width="1.2" height="4" className="fill-panel" />
      </pattern>
    </svg>
  );
}
