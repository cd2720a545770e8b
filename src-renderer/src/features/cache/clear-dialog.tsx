import { counted } from '../../../../src-protocol/model/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { clearCache } from './cache-actions.ts';

interface ClearDialogProps {
  readonly entries: number;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asked before everything is forgotten. */
export function ClearDialog({ entries, open, onClose }: ClearDialogProps) {
  return (
    <Dialog
      title="Clear the cache?"
      description={`${counted(entries, 'entry', 'entries')} will be forgotten. This cannot be undone.`}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            onClick={() => {
              onClose();
              void clearCache();
            }}
          >
            Clear cache
          </Button>
        </>
      }
    >
      <p>The results of all jobs stay as they are. The next run reads every file again, which takes its full time.</p>
    </Dialog>
  );
}
