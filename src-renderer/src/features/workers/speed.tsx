import { bytes, count } from '../../../../src-protocol/model/words.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useNow } from '../../ui/use-sampled.ts';
import { SPEEDS_MS, useSpeeds } from './worker-speeds.ts';

interface SpeedProps {
  /** Of a worker, or of a computer. */
  readonly id: string;
  readonly filesPerS: number;
  readonly bytesPerS: number;
}

/** How fast it reads now, and has read in the last minutes. */
export function Speed({ id, filesPerS, bytesPerS }: SpeedProps) {
  const nowMs = useNow(1_000);
  const points = useSpeeds(({ speeds }) => speeds.get(id)) ?? [];
  const toMs = Math.max(nowMs, points.at(-1)?.atMs ?? 0);
  return (
    <>
      <div className="mt-2.5 flex items-baseline gap-1.5">
        <span className="text-xl leading-tight font-[650] tracking-[-0.01em]">{count(filesPerS)}</span>
        <span className="text-sm text-muted">files/s</span>
        <span className="ml-auto text-sm text-muted">{bytes(bytesPerS)}/s</span>
      </div>
      <Sparkline
        label={`Files per second over the last 2 minutes, now ${count(filesPerS)}`}
        points={points}
        fromMs={toMs - SPEEDS_MS}
        toMs={toMs}
        color="--series-1"
        className="mt-2 mb-3 h-9 w-full"
      />
    </>
  );
}
