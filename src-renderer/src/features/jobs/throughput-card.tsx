import { memo } from 'react';
import { Area, AreaChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { bytes, count, counted, duration } from '../../../../src-protocol/model/words.ts';
import { type Job, type Speed, isOpen, useJobs } from '../../state/jobs.ts';
import { Card } from '../../ui/card.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { usePastSpeeds } from './past-speeds.ts';
import { bytesPerSecond, filesPerSecond } from './speed-words.ts';

const NO_SPEEDS: readonly Speed[] = [];
const POINTS_MIN = 3;

/** How fast a job goes: now and over the last minutes, or once it has ended on the whole. */
export function ThroughputCard({ job }: { readonly job: Job }) {
  const speeds = useJobs(({ speeds: all }) => all.get(job.id)) ?? NO_SPEEDS;
  const isLive = speeds.length >= POINTS_MIN;
  const past = usePastSpeeds(job, !isLive) ?? NO_SPEEDS;
  const { filesPerS, bytesPerS } = speedOf(job);
  const [amount, unit] = bytesPerSecond(bytesPerS);
  return (
    <Card className="flex min-h-39 min-w-0 flex-col">
      <h2 className="sr-only">Throughput</h2>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Figure value={filesPerSecond(filesPerS)} unit={isOpen(job) ? 'files/s' : 'files/s on average'} />
        <Figure value={amount} unit={unit} />
      </div>
      {isLive ? (
        <SpeedChart speeds={speeds} of="over the last minutes" />
      ) : !isOpen(job) && past.length >= POINTS_MIN ? (
        <PastChart speeds={past} />
      ) : (
        <InShort job={job} />
      )}
    </Card>
  );
}

function Figure({ value, unit }: { readonly value: string; readonly unit: string }) {
  return (
    <p>
      <b className="text-xl leading-tight font-[650] tracking-[-0.02em]">{value}</b>{' '}
      <span className="text-sm text-muted">{unit}</span>
    </p>
  );
}

function InShort({ job }: { readonly job: Job }) {
  const { counts, activeMs } = job;
  if (isOpen(job)) return null;
  return (
    <p className="mt-auto text-muted">
      {counted(counts.done, 'file')}, {bytes(counts.doneBytes)}, in {duration(activeMs)}
    </p>
  );
}

/** A job has no course of its own that would be kept. */
function PastChart({ speeds }: { readonly speeds: readonly Speed[] }) {
  return (
    <>
      <SpeedChart speeds={speeds} of="of all jobs in that time" />
      <p className="text-2xs text-faint">Files per second of all jobs in that time</p>
    </>
  );
}

interface SpeedChartProps {
  readonly speeds: readonly Speed[];
  /** Of what, and when: `over the last minutes`. */
  readonly of: string;
}

const SpeedChart = memo(function SpeedChart({ speeds, of }: SpeedChartProps) {
  const highest = Math.max(...speeds.map(({ filesPerS }) => filesPerS));
  return (
    <div role="img" aria-label={`Files per second ${of}, ${count(highest)} at most`} className="mt-2 min-h-18 flex-1">
      <ResponsiveContainer width="100%" height="100%" minHeight={72} initialDimension={{ width: 400, height: 72 }}>
        <AreaChart data={[...speeds]} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis dataKey="atMs" type="number" domain={['dataMin', 'dataMax']} hide />
          <YAxis domain={[0, 'auto']} hide />
          <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={SpeedTooltip} />
          <Area
            dataKey="filesPerS"
            type="linear"
            isAnimationActive={false}
            stroke="var(--series-1)"
            strokeWidth={1.6}
            fill="var(--series-1)"
            fillOpacity={0.14}
            activeDot={{ r: 3, strokeWidth: 0 }}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
});

interface SpeedTooltipProps {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: Speed }[];
}

function SpeedTooltip({ active = false, payload }: SpeedTooltipProps) {
  const speed = payload?.[0]?.payload;
  if (!active || speed === undefined) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-2 py-1 text-sm whitespace-nowrap shadow-float">
      <span className="text-muted">{timeOfDay(new Date(speed.atMs).toISOString())}</span> {count(speed.filesPerS)}{' '}
      files/s, {bytes(speed.bytesPerS)}/s
    </div>
  );
}

function speedOf(job: Job): Pick<Speed, 'filesPerS' | 'bytesPerS'> {
  const { progress, counts, activeMs } = job;
  if (isOpen(job)) return { filesPerS: progress?.filesPerS ?? 0, bytesPerS: progress?.bytesPerS ?? 0 };
  const seconds = Math.max(0.001, activeMs / 1_000);
  return { filesPerS: counts.done / seconds, bytesPerS: counts.doneBytes / seconds };
}
