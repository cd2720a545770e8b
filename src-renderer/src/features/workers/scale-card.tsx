import type { ClusterStatus } from '../../../../src-protocol/contract/cluster.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import { Card } from '../../ui/card.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { setScale } from './use-cluster.ts';
import { withBound } from './worker-words.ts';

const MOST = 256;

/** How many workers there may be, and why there are as many as there are. */
export function ScaleCard({ status }: { readonly status: ClusterStatus }) {
  const { scale, runtimes, wanted, reason } = status;
  return (
    <Card title="How many workers">
      <div className="grid grid-cols-2 gap-x-6">
        <div className="max-w-70">
          <Stepper
            label="At least"
            hint="Kept ready, also when nothing is to be done. With 0 they end when they are idle."
            value={scale.minRuntimes}
            min={0}
            max={MOST}
            onChange={(minRuntimes) => void setScale(withBound(scale, { minRuntimes }))}
          />
        </div>
        <div className="max-w-70">
          <Stepper
            label="At most"
            hint="Started as the work needs them, and as memory and the disk allow."
            value={scale.maxRuntimes}
            min={1}
            max={MOST}
            onChange={(maxRuntimes) => void setScale(withBound(scale, { maxRuntimes }))}
          />
        </div>
      </div>
      <p className="mt-3 border-t border-line pt-2.5">
        {wanted === runtimes
          ? `${counted(runtimes, 'worker')} now. `
          : `${counted(runtimes, 'worker')} now, ${counted(wanted, 'worker')} wanted. `}
        <span className="text-muted">{reason}</span>
      </p>
    </Card>
  );
}
