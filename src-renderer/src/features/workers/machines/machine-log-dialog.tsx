import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import { reasonOf } from '../../../bridge/connection.ts';
import { api } from '../../../state/connection.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LogLines } from './log-lines.tsx';

const EVERY_MS = 3_000;
const LINES = 200;

interface MachineLogProps {
  readonly machine: Machine;
  readonly onClose: () => void;
}

/** The last lines of the log of another computer, as long as it is looked at. */
export function MachineLogDialog({ machine, onClose }: MachineLogProps) {
  const { id, name } = machine;
  const { data, error, isPending } = useQuery({
    queryKey: ['machine-log', id],
    queryFn: ({ signal }) => api().machines.log({ id, limit: LINES }, { signal }),
    refetchInterval: EVERY_MS,
    staleTime: 0,
    retry: false,
  });
  return (
    <Dialog
      open
      size="large"
      title={`Log of ${name}`}
      description="Its own log, newest last."
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div aria-busy={isPending} className="flex min-h-80 flex-col">
        {error !== null && data === undefined && (
          <EmptyState icon={ScrollText} title="The log could not be read">
            {reasonOf(error)}
          </EmptyState>
        )}
        {data?.lines.length === 0 && <p className="text-muted">It has logged nothing yet.</p>}
        {data !== undefined && data.lines.length > 0 && <LogLines name={name} lines={data.lines} />}
      </div>
    </Dialog>
  );
}
