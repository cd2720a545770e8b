import { FolderDown } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useDialog } from '../../state/dialogs.ts';
import { usePreferences } from '../../state/preferences.ts';
import { isWriting } from '../../ui/shortcut.ts';
import { parsePathLines } from './path-lines.ts';
import { takePaths, takeTransfer } from './take-files.ts';

/** The whole window takes what is dropped on it, and what is pasted beside a text field. */
export function DropArea({ children }: { readonly children: ReactNode }) {
  const isDragging = useDrops();
  usePaste();
  return (
    <div className="h-full">
      {children}
      {isDragging && <DropHere />}
    </div>
  );
}

function DropHere() {
  const startsAtOnce = usePreferences(({ startOnDrop }) => startOnDrop);
  return (
    <div className="pointer-events-none fixed inset-0 z-60 bg-bg/80 p-3" aria-hidden>
      <div className="flex h-full flex-col items-center justify-center gap-3 rounded-lg border-2 border-dashed border-accent bg-accent-soft text-accent-text">
        <FolderDown size={44} strokeWidth={1.25} aria-hidden />
        <p className="text-lg font-semibold">Drop to add</p>
        <p>{startsAtOnce ? 'Reading begins at once.' : 'Files and folders, as many as you like.'}</p>
      </div>
    </div>
  );
}

function useDrops(): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const left = new AbortController();
    // every element on the way is entered and left; what counts is whether any is still under the pointer
    let depth = 0;
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (transfer: DataTransfer) => void) => {
      window.addEventListener(
        type,
        (event) => {
          if (event.dataTransfer?.types.includes('Files') !== true) return;
          event.preventDefault();
          act(event.dataTransfer);
        },
        { signal: left.signal },
      );
    };
    listen('dragenter', () => {
      depth += 1;
      setDragging(true);
    });
    listen('dragover', (transfer) => {
      transfer.dropEffect = 'copy';
    });
    listen('dragleave', () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    });
    listen('drop', (transfer) => {
      depth = 0;
      setDragging(false);
      takeTransfer(transfer);
    });
    return () => {
      left.abort();
    };
  }, []);
  return isDragging;
}

function usePaste(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData } = event;
      const isOurs = !event.defaultPrevented && !isWriting(event) && useDialog.getState().open === undefined;
      if (!isOurs || clipboardData === null) return;
      const { paths } = parsePathLines(clipboardData.getData('text/plain'));
      if (takeTransfer(clipboardData)) event.preventDefault();
      else if (paths.length > 0) void takePaths(paths);
    };
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('paste', onPaste);
    };
  }, []);
}
