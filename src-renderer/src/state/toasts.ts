import { create } from 'zustand';
import { reasonOf } from '../bridge/connection.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  /** What the button beside it does, such as taking back what was done. */
  readonly action?: { readonly text: string; readonly run: () => void };
  /** Called once it is not shown any more. */
  readonly onGone?: () => void;
}

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let lastId = 0;

/** Says for a few seconds what has happened. */
export function notify(text: string, action?: Toast['action']): void {
  put({ text, tone: 'plain', ...(action && { action }) });
}

/** Says what did not work: `what` as a sentence without its end, “The job could not be paused”. */
export function notifyFault(what: string, error: unknown): void {
  put({ text: `${what}: ${reasonOf(error)}`, tone: 'bad' });
}

export function dismissToast(id: number): void {
  show(useToasts.getState().toasts.filter((toast) => toast.id !== id));
}

const SHOWN_MOST = 4;

function put(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  show([...useToasts.getState().toasts, { ...toast, id: lastId }].slice(-SHOWN_MOST));
}

function show(toasts: readonly Toast[]): void {
  const before = useToasts.getState().toasts;
  useToasts.setState({ toasts });
  for (const toast of before) if (!toasts.includes(toast)) toast.onGone?.();
}

export const UNDO_MS = 6_000;

/**
 * Does something that cannot be taken back once the message of it is gone, so that a person still can until then: it stays
 * for as long as the pointer rests on it.
 */
export function doUnlessUndone(text: string, act: () => void, undone: () => void): void {
  let isUndone = false;
  put({
    text,
    tone: 'plain',
    action: {
      text: 'Undo',
      run: () => {
        isUndone = true;
        undone();
      },
    },
    onGone: () => {
      if (!isUndone) act();
    },
  });
}
