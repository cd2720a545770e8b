import { Plus } from 'lucide-react';
import { openDialog } from '../../../state/dialogs.ts';
import { Button } from '../../../ui/button.tsx';

export function AddComputerButton() {
  return (
    <Button
      icon={Plus}
      onClick={() => {
        openDialog('add-computer');
      }}
    >
      Add a computer…
    </Button>
  );
}
