import { Lightbulb } from 'lucide-react';
import type { ClusterStatus } from '../../../../src-protocol/contract/cluster.ts';
import { bytes, counted, percentOf } from '../../../../src-protocol/model/words.ts';
import { Card } from '../../ui/card.tsx';

const HIGH_IO_WAIT = 0.4;

/** What this computer has left, and what would make it faster. */
export function MachineCard({ status }: { readonly status: ClusterStatus }) {
  const { cores, cpuShare, ioWaitShare, memoryFreeBytes, advice } = status;
  return (
    <Card title="This computer" aside={<span className="text-muted">{counted(cores, 'core')}</span>}>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(112px,1fr))] gap-x-5 gap-y-3">
        <Share name="Processor" share={cpuShare} color="--series-1" />
        {ioWaitShare !== undefined && (
          <Share
            name="Waits for the disk"
            share={ioWaitShare}
            color={ioWaitShare >= HIGH_IO_WAIT ? '--series-3' : '--series-2'}
          />
        )}
        <div>
          <dt className="text-muted">Free memory</dt>
          <dd className="text-[15px] font-semibold">{bytes(memoryFreeBytes)}</dd>
        </div>
      </dl>
      {advice.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1.5 border-t border-line pt-2.5">
          {advice.map(({ code, message }) => (
            <li key={code} className="flex gap-2">
              <Lightbulb size={16} strokeWidth={1.75} aria-hidden className="mt-px shrink-0 text-warn" />
              <span className="min-w-0 select-text">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface ShareProps {
  readonly name: string;
  readonly share: number;
  readonly color: `--${string}`;
}

function Share({ name, share, color }: ShareProps) {
  const part = Math.min(1, Math.max(0, share));
  return (
    <div>
      <dt className="truncate text-muted">{name}</dt>
      <dd className="text-[15px] font-semibold">
        {percentOf(Math.round(100 * part) / 100)}
        <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-line" aria-hidden>
          <div className="h-full rounded-full" style={{ width: `${100 * part}%`, background: `var(${color})` }} />
        </div>
      </dd>
    </div>
  );
}
