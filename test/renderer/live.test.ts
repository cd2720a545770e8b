import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Event } from '../../src-protocol/contract/events.ts';
import type { Client } from '../../src-renderer/src/bridge/connection.ts';
import { follow } from '../../src-renderer/src/state/live.ts';
import { queries } from '../../src-renderer/src/state/queries.ts';
import { serverNowMs } from '../../src-renderer/src/state/server-clock.ts';
import { useSystem } from '../../src-renderer/src/state/system.ts';
import { machine } from './support/machine.ts';

const T0 = Date.parse('2026-01-01T10:00:00.000Z');

beforeEach(() => {
  vi.useFakeTimers({ now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server that tells events by hand, and how many listen to it. */
class FakeServer {
  readonly signals: AbortSignal[] = [];
  fails = false;
  #tell: ((event: Event) => void) | undefined;

  get open(): number {
    return this.signals.filter(({ aborted }) => !aborted).length;
  }

  tell(event: Event): Promise<unknown> {
    this.#tell?.(event);
    return vi.advanceTimersByTimeAsync(0);
  }

  get client(): Client {
    const answer = <Value>(value: Value) =>
      this.fails ? Promise.reject(new Error('The server is busy.')) : Promise.resolve(value);
    return {
      events: {
        subscribe: (_: unknown, { signal }: { signal: AbortSignal }) => {
          this.signals.push(signal);
          return Promise.resolve(this.#events(signal));
        },
      },
      jobs: { list: () => answer({ jobs: [] }) },
      workers: { list: () => answer({ workers: [] }), lanes: () => answer({ blocks: [] }) },
      machines: { list: () => answer({ machines: [] }) },
      cache: { statistics: () => answer(undefined) },
      system: {
        alerts: () => answer({ alerts: [] }),
        metrics: () => answer({ at: new Date(T0 + 300_000).toISOString() }),
      },
    } as unknown as Client;
  }

  async *#events(signal: AbortSignal): AsyncGenerator<Event> {
    for (;;) {
      yield await new Promise<Event>((resolve, reject) => {
        this.#tell = resolve;
        signal.addEventListener('abort', () => {
          reject(new Error('It was cancelled.'));
        });
      });
    }
  }
}

test('a subscription is closed where the rest could not be read, and another one opened', async () => {
  const server = new FakeServer();
  const lost = new AbortController();
  server.fails = true;
  follow(server.client, lost.signal);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(server.signals.length).toBeGreaterThan(2);
  expect(server.open).toBe(0);
  server.fails = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.open).toBe(1);
  lost.abort();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(server.open).toBe(0);
});

test('answers from before something was missed are asked for anew', async () => {
  const server = new FakeServer();
  const lost = new AbortController();
  follow(server.client, lost.signal);
  await vi.advanceTimersByTimeAsync(0);
  queries.setQueryData(['settings'], {});
  await server.tell({ kind: 'worker-gone', workerId: 'local-1' });
  expect(queries.getQueryState(['settings'])?.isInvalidated).toBe(false);
  await server.tell({ kind: 'reset' });
  expect(queries.getQueryState(['settings'])?.isInvalidated).toBe(true);
  lost.abort();
});

test('other computers are known as they stand, and forgotten when they are gone', async () => {
  const server = new FakeServer();
  const lost = new AbortController();
  follow(server.client, lost.signal);
  await vi.advanceTimersByTimeAsync(0);
  const attic = machine({ id: 'p1', name: 'attic', state: 'connecting' });
  await server.tell({ kind: 'machine', machine: attic });
  await server.tell({ kind: 'machine', machine: { ...attic, state: 'ready' } });
  expect([...useSystem.getState().machines.values()].map(({ name, state }) => [name, state])).toEqual([
    ['attic', 'ready'],
  ]);
  await server.tell({ kind: 'machine-gone', machineId: 'p1' });
  expect(useSystem.getState().machines.size).toBe(0);
  lost.abort();
});

test('the time is that of the server, and events are taken after what there was', async () => {
  const server = new FakeServer();
  const lost = new AbortController();
  follow(server.client, lost.signal);
  await vi.advanceTimersByTimeAsync(0);
  expect(serverNowMs() - Date.now()).toBe(300_000);
  const since = new Date(T0).toISOString();
  await server.tell({ kind: 'alert', alert: { id: 'a', code: 'stalled-file', message: 'slow', since }, over: false });
  expect([...useSystem.getState().alerts.keys()]).toEqual(['a']);
  lost.abort();
});
