import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 999px)');

/** Whether the window has no room for panels beside the table. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(changed: () => void): () => void {
  narrow.addEventListener('change', changed);
  return () => {
    narrow.removeEventListener('change', changed);
  };
}
