import { useEffect } from 'react';
import { useDialog } from '../state/dialogs.ts';
import { isShortcut, isWriting } from '../ui/shortcut.ts';
import { COMMANDS } from './commands.ts';

/** Lets the keys of the commands work everywhere; those without a modifier only where nothing is being written. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = COMMANDS.find(({ shortcut }) => shortcut !== undefined && isShortcut(event, shortcut));
      if (command === undefined || event.defaultPrevented) return;
      const isPlain = command.shortcut?.includes('Mod+') === false;
      if (isPlain && (isWriting(event) || useDialog.getState().open !== undefined)) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
