import { create } from 'zustand';
import { reasonOf } from '../bridge/connection.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  /** What the button beside it does, such as taking back what was done. */
  readonly action?: { readonly text: string; readonly run: () => void };
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
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

function put(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), { ...toast, id: lastId }] }));
}

export const UNDO_MS = 6_000;

/** Does something that cannot be taken back a few seconds later, so that a person still can. */
export function doUnlessUndone(text: string, act: () => void, undone: () => void): void {
  const timer = setTimeout(act, UNDO_MS);
  notify(text, {
    text: 'Undo',
    run: () => {
      clearTimeout(timer);
      undone();
    },
  });
}
