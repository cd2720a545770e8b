import { beforeEach, expect, test, vi } from 'vitest';
import { dismissToast, doUnlessUndone, notify, useToasts } from '../../src-renderer/src/state/toasts.ts';

beforeEach(() => {
  useToasts.setState({ toasts: [] });
});

function shown() {
  return useToasts.getState().toasts;
}

test('what can be undone is done once its message is gone, and not before', () => {
  const act = vi.fn();
  doUnlessUndone('The job is deleted.', act, vi.fn());
  const [toast] = shown();
  expect(act).not.toHaveBeenCalled();
  dismissToast(toast?.id ?? -1);
  dismissToast(toast?.id ?? -1);
  expect(act).toHaveBeenCalledTimes(1);
});

test('what was undone is not done', () => {
  const act = vi.fn();
  const undone = vi.fn();
  doUnlessUndone('The job is deleted.', act, undone);
  const [toast] = shown();
  toast?.action?.run();
  dismissToast(toast?.id ?? -1);
  expect(undone).toHaveBeenCalledTimes(1);
  expect(act).not.toHaveBeenCalled();
});

test('a message that gives way to newer ones cannot be undone any more', () => {
  const act = vi.fn();
  doUnlessUndone('The job is deleted.', act, vi.fn());
  for (const text of ['one', 'two', 'three']) notify(text);
  expect(act).not.toHaveBeenCalled();
  notify('four');
  expect(shown().map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four']);
  expect(act).toHaveBeenCalledTimes(1);
});
