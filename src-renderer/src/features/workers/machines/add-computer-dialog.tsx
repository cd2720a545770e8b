import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { closeDialog, useDialog } from '../../../state/dialogs.ts';
import { Dialog } from '../../../ui/dialog.tsx';
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
      <Tabs.Root
        value={way}
        onValueChange={(value) => {
          const next = WAYS.find(({ id }) => id === value);
          if (next !== undefined) setWay(next.id);
        }}
        className="flex min-h-84 flex-col gap-4"
      >
        <Tabs.List aria-label="Ways to add a computer" className="flex gap-1 border-b border-line">
          {WAYS.map(({ id, title }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="-mb-px h-8 border-b-2 border-transparent px-2.5 font-medium text-muted -outline-offset-2 hover:text-text data-[state=active]:border-accent data-[state=active]:text-accent-text"
            >
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="code" className="flex grow flex-col outline-offset-2">
          <CodePanel of={chosen} onPaired={closeDialog} />
        </Tabs.Content>
        <Tabs.Content value="found" className="flex grow flex-col outline-offset-2">
          <FoundPanel
            onChoose={(name) => {
              setChosen(name);
              setWay('code');
            }}
          />
        </Tabs.Content>
        <Tabs.Content value="invite" className="flex grow flex-col outline-offset-2">
          <InvitePanel onDone={closeDialog} />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}
