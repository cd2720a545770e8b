import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmProps {
  /** The question. */
  readonly title: string;
  /** What happens then, in a sentence. */
  readonly description?: ReactNode;
  readonly open: boolean;
  /** What the button says that does it. */
  readonly act: string;
  /** What the button says that leaves all as it is. */
  readonly leave: string;
  /** What is done cannot be had back. */
  readonly danger?: boolean;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks once more before something is done, and is closed by either answer. */
export function ConfirmDialog({ act, leave, danger = false, onAct, onClose, ...dialog }: ConfirmProps) {
  return (
    <Dialog
      {...dialog}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{leave}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            onClick={() => {
              onClose();
              onAct();
            }}
          >
            {act}
          </Button>
        </>
      }
    />
  );
}
