import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from '../../src-renderer/src/bridge/connection.ts';

const REQUEST = { jobId: 1, suggestedName: 'photos.csv', format: 'csv' } as const;
const WRITING = { exportId: 'e1', state: 'running', records: 5, total: 10, bytes: 50, downloadPath: '/e1' };

/** A server that answers one question after another about the export like this. */
async function exporting(...answers: (() => Promise<unknown>)[]) {
  const { useConnection } = await import('../../src-renderer/src/state/connection.ts');
  const { runExport, useExports } = await import('../../src-renderer/src/state/exports.ts');
  let asked = 0;
  const get = () => {
    asked += 1;
    return answers[asked - 1]?.() ?? Promise.reject(new Error('not asked for that often'));
  };
  const exports = { start: () => Promise.resolve(WRITING), get };
  useConnection.setState({ client: { exports } as unknown as Client });
  const end = runExport(REQUEST);
  await vi.advanceTimersByTimeAsync(100);
  return { end, open: () => useExports.getState().open, asked: () => asked };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('window', {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('an export', () => {
  test('goes on when the server cannot be reached for a moment', async () => {
    const { end, open, asked } = await exporting(
      () => Promise.reject(new Error('The connection is closed.')),
      () => Promise.reject(new Error('The connection is closed.')),
      () => Promise.resolve({ ...WRITING, records: 8 }),
      () => Promise.resolve({ ...WRITING, state: 'cancelled' }),
    );
    expect(open().get('e1')?.records).toBe(5);
    await vi.advanceTimersByTimeAsync(600);
    expect(asked()).toBe(3);
    expect(open().get('e1')?.records).toBe(8);
    await vi.advanceTimersByTimeAsync(300);
    expect(await end).toEqual({ kind: 'given-up' });
    expect(open().size).toBe(0);
  });

  test('ends when the server says that there is no such export', async () => {
    const gone = new ORPCError('NOT_FOUND', { message: 'There is no such export.' });
    const { end, open } = await exporting(() => Promise.reject(gone));
    expect(await end).toEqual({ kind: 'failed', error: gone });
    expect(open().size).toBe(0);
  });

  test('ends with the reason when it could not be written', async () => {
    const { end } = await exporting(() =>
      Promise.resolve({ ...WRITING, state: 'failed', message: 'The disk is full.' }),
    );
    expect(await end).toEqual({ kind: 'failed', error: new Error('The disk is full.') });
  });
});
