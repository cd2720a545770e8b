import { create } from 'zustand';

type DialogName = 'palette' | 'export' | 'keyboard-help' | 'add-computer';

/** The dialog of the whole program that is open. */
export const useDialog = create<{ readonly open: DialogName | undefined }>(() => ({ open: undefined }));

export function openDialog(name: DialogName): void {
  useDialog.setState({ open: name });
}

export function closeDialog(): void {
  useDialog.setState({ open: undefined });
}
