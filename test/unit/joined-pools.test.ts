import { describe, expect, test, vi } from 'vitest';
import { joinPools } from '../../src-main/links/joined-pools.ts';
import type { WorkerEvents } from '../../src-main/coordinator/ports.ts';
import { attic, opened } from './fakes/paired-lan.ts';

describe('joined pools', () => {
  class LocalPool {
    events: WorkerEvents | undefined;
    start(events: WorkerEvents): void {
      this.events = events;
    }
    [Symbol.asyncDispose](): Promise<void> {
      return Promise.resolve();
    }
  }
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: vi.fn() };

  test('are started at other computers alone where the work is for these', async () => {
    const lan = await opened();
    const local = new LocalPool();
    const pool = joinPools(local, lan.workers, log);
    pool.start(lan.events, false);
    lan.working(attic);
    expect([local.events, lan.up.length]).toEqual([undefined, 1]);
    pool.start(lan.events, true);
    expect(local.events).toBeDefined();
  });

  test('fail only where no other computer works: else that is but written down', async () => {
    const lan = await opened();
    const local = new LocalPool();
    joinPools(local, lan.workers, log).start(lan.events, true);
    const machine = lan.working(attic);
    local.events?.onFailure('ExifTool does not start');
    expect([lan.failures, log.error.mock.calls.length]).toEqual([[], 1]);
    machine.end('cut');
    local.events?.onFailure('ExifTool does not start');
    expect(lan.failures).toEqual(['ExifTool does not start']);
  });
});
