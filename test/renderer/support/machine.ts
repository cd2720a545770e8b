import type { Machine } from '../../../src-protocol/contract/machines.ts';

/** Another computer that was paired, and of which nothing else is known. */
export function machine(known: Partial<Machine> = {}): Machine {
  return {
    id: 'p1',
    name: 'attic',
    state: 'ready',
    dialled: 'from-here',
    pairedAt: '2026-01-02T03:04:05.678Z',
    labels: [],
    extractors: [],
    slots: 0,
    busySlots: 0,
    workers: [],
    filesDone: 0,
    bytesDone: 0,
    failures: 0,
    sentBytes: 0,
    busyMs: 0,
    filesPerS: 0,
    limits: {},
    access: [],
    ...known,
  };
}
