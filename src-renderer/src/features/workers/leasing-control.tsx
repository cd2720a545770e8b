import { Play, Square } from 'lucide-react';
import { useState } from 'react';
import type { ClusterStatus } from '../../../../src-protocol/contract/cluster.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { startLeasing, stopLeasing } from './use-cluster.ts';

/** Lets this computer's workers work, or stops them. */
export function LeasingControl({ status }: { readonly status: ClusterStatus }) {
  const [isAsking, setIsAsking] = useState(false);
  if (status.state !== 'running') {
    return (
      <Button icon={Play} variant="primary" onClick={() => void startLeasing()}>
        Start
      </Button>
    );
  }
  return (
    <>
      <Button
        icon={Square}
        onClick={() => {
          setIsAsking(true);
        }}
      >
        Stop
      </Button>
      <ConfirmDialog
        title="Stop the workers?"
        description="They finish the files that they have, get no more, and end. No file is lost."
        open={isAsking}
        act="Stop"
        leave="Cancel"
        onAct={() => void stopLeasing()}
        onClose={() => {
          setIsAsking(false);
        }}
      >
        <p className="text-muted">Jobs wait, and go on where they are once the workers are started again.</p>
      </ConfirmDialog>
    </>
  );
}
