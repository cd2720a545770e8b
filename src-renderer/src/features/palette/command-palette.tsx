import { Dialog } from 'radix-ui';
import { closeDialog, useDialog } from '../../state/dialogs.ts';
import type { Command } from '../../ui/command.ts';
import { focusBack } from '../../ui/focus.ts';
import { PaletteList } from './palette-list.tsx';

/** Everything that can be done or found from anywhere, by typing. */
export function CommandPalette({ commands }: { readonly commands: readonly Command[] }) {
  const isOpen = useDialog(({ open }) => open === 'palette');
  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) closeDialog();
      }}
    >
      <Dialog.Portal>
        <div className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.35)]" aria-hidden />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBack}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[min(520px,76vh)] w-150 max-w-[calc(100vw-48px)] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">Search files, tags and commands</Dialog.Title>
          <PaletteList commands={commands} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
