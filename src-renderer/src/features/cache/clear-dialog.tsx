import { counted } from '../../../../src-protocol/model/words.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { clearCache } from './cache-actions.ts';

interface ClearDialogProps {
  readonly entries: number;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asked before everything is forgotten. */
export function ClearDialog({ entries, open, onClose }: ClearDialogProps) {
  return (
    <ConfirmDialog
      title="Clear the cache?"
      description={`${counted(entries, 'entry', 'entries')} will be forgotten. This cannot be undone.`}
      open={open}
      act="Clear cache"
      leave="Keep it"
      danger
      onAct={() => void clearCache()}
      onClose={onClose}
    >
      <p>The results of all jobs stay as they are. The next run reads every file again, which takes its full time.</p>
    </ConfirmDialog>
  );
}
