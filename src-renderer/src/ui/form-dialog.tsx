import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** What the button says that does it. */
  readonly act: string;
  /** Whether what is written can be taken as it is. */
  readonly canAct: boolean;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks for something in a few fields; Enter in one of them does it, too. */
export function FormDialog({ title, description, act, canAct, onAct, onClose, children }: FormDialogProps) {
  const formId = useId();
  return (
    <Dialog
      open
      title={title}
      description={description}
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" disabled={!canAct}>
            {act}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canAct) onAct();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
