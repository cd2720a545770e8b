import { useState } from 'react';
import { closeDialog, useDialog } from '../../../state/dialogs.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { CodePanel } from './code-panel.tsx';
import { FoundPanel } from './found-panel.tsx';
import { InvitePanel } from './invite-panel.tsx';

const WAYS = [
  { id: 'code', title: 'With its code' },
  { id: 'found', title: 'On this network' },
  { id: 'invite', title: 'Invite it' },
] as const;
type Way = (typeof WAYS)[number]['id'];

/** Pairs another computer with this one: by the code that it shows, or by one that it is given. */
export function AddComputerDialog() {
  const isOpen = useDialog(({ open }) => open === 'add-computer');
  return isOpen ? <OpenDialog /> : null;
}

function OpenDialog() {
  const [way, setWay] = useState<Way>('code');
  /** The computer that was chosen on the network, whose code is asked for. */
  const [chosen, setChosen] = useState<string>();
  return (
    <Dialog
      open
      size="medium"
      title="Add a computer"
      description="It becomes a worker of this one. Only a code lets it in."
      onClose={closeDialog}
    >
      <Tabs label="Ways to add a computer" tabs={WAYS} value={way} place="above" className="min-h-84" onChange={setWay}>
        {way === 'code' && <CodePanel of={chosen} onPaired={closeDialog} />}
        {way === 'found' && (
          <FoundPanel
            onChoose={(name) => {
              setChosen(name);
              setWay('code');
            }}
          />
        )}
        {way === 'invite' && <InvitePanel onDone={closeDialog} />}
      </Tabs>
    </Dialog>
  );
}
