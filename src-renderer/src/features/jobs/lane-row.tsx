import { ToggleGroup } from 'radix-ui';
import { type PointerEvent, useState } from 'react';
import { counted, percent } from '../../../../src-protocol/model/words.ts';
import { spanAt, type TimeWindow, utilisation } from './lane-geometry.ts';
import { LaneTrack } from './lane-track.tsx';
import type { SlotLane, Span } from './slot-lanes.ts';
import { SpanTip } from './span-tip.tsx';

interface LaneRowProps {
  readonly lane: SlotLane;
  readonly jobId: number;
  readonly window: TimeWindow;
  readonly onHover: (key: string | undefined) => void;
}

/** One slot: its name, its leases, and the share of the time in which it was reading. */
export function LaneRow({ lane, jobId, window, onHover }: LaneRowProps) {
  const [pointed, setPointed] = useState<{ readonly span: Span; readonly x: number; readonly y: number }>();
  const share = utilisation(lane.spans, window);
  const point = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const span = spanAt(lane.spans, window, (event.clientX - left) / width);
    setPointed(span && { span, x: event.clientX, y: event.clientY });
  };
  return (
    <ToggleGroup.Item
      value={lane.key}
      onPointerEnter={() => {
        onHover(lane.key);
      }}
      onPointerLeave={() => {
        onHover(undefined);
      }}
      className="grid h-5.5 w-full grid-cols-[164px_minmax(0,1fr)_48px] items-center gap-2.5 rounded-md px-2 text-left outline-offset-[-2px]! hover:bg-bg/70 data-[state=on]:bg-accent-soft"
    >
      <span className="truncate" title={lane.name}>
        {lane.name}
      </span>
      <span
        className="relative block h-full"
        onPointerMove={point}
        onPointerLeave={() => {
          setPointed(undefined);
        }}
      >
        <LaneTrack spans={lane.spans} jobId={jobId} window={window} />
        {pointed !== undefined && <SpanTip span={pointed.span} at={pointed} jobId={jobId} nowMs={window.toMs} />}
      </span>
      <span className="text-right text-muted">{share === undefined ? 'idle' : percent(share, 1)}</span>
      <span className="sr-only">{laneInWords(lane, window)}</span>
    </ToggleGroup.Item>
  );
}

/** What the picture shows, for a screen reader. */
function laneInWords({ spans }: SlotLane, { fromMs }: TimeWindow): string {
  const seen = spans.filter(({ endMs }) => endMs > fromMs);
  const files = seen.reduce((sum, { block }) => sum + block.files, 0);
  const failed = seen.reduce((sum, { block }) => sum + block.failed, 0);
  return `busy, ${counted(seen.length, 'lease')} of ${counted(files, 'file')}, ${failed} failed`;
}
