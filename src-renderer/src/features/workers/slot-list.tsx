import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { counted, duration } from '../../../../src-protocol/model/words.ts';
import { splitPath } from '../../../../src-protocol/model/path-join.ts';
import { useNow } from '../../ui/use-sampled.ts';
import { PathText } from '../../ui/path-text.tsx';

type Lease = NonNullable<WorkerView['slots'][number]['lease']>;

interface SlotListProps {
  /** In their order. */
  readonly slots: readonly { readonly lease?: Lease | undefined }[];
}

const SEEN_AT_ONCE = 4;

/** What each slot reads now. */
export function SlotList({ slots }: SlotListProps) {
  const isLong = slots.length > SEEN_AT_ONCE;
  return (
    <ul
      aria-label="What the slots read"
      tabIndex={isLong ? 0 : undefined}
      className={`mt-2.5 flex flex-col gap-1.5 border-t border-line pt-2.5 ${isLong ? 'max-h-42 overflow-y-auto' : ''}`}
    >
      {slots.map(({ lease }, index) => (
        <SlotLine key={index} name={slots.length === 1 ? 'Now' : `Slot ${(index + 1).toString()}`} lease={lease} />
      ))}
    </ul>
  );
}

/** Two lines in either case, so that the cards below do not jump with every file. */
function SlotLine({ name, lease }: { readonly name: string; readonly lease: Lease | undefined }) {
  return (
    <li className="flex min-w-0 gap-2.5">
      <span className="w-21 shrink-0 text-muted">{name}</span>
      <span className="min-h-9 min-w-0">
        {lease === undefined ? <span className="text-muted">Waits for files</span> : <LeaseNow lease={lease} />}
      </span>
    </li>
  );
}

function LeaseNow({ lease: { currentPath, files, startedAt } }: { readonly lease: Lease }) {
  const nowMs = useNow(500);
  const forMs = Math.max(0, nowMs - Date.parse(startedAt));
  return (
    <>
      {currentPath === undefined ? (
        <span className="text-muted">Begins</span>
      ) : (
        <PathText path={splitPath(currentPath).name} />
      )}
      <span className="block truncate text-sm text-muted">
        {counted(files, 'file')} in hand for {duration(Math.round(forMs / 100) * 100)}
      </span>
    </>
  );
}
