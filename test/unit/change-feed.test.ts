import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventHub } from '../../src-main/api/events/event-hub.ts';
import { ChangeFeed } from '../../src-main/api/live/change-feed.ts';
import type { Event } from '../../src-protocol/contract/events.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const deleted = (jobId: number) => ({ kind: 'job-deleted' as const, jobId });

/** A feed of numbered things whose changes are told as the deletion of a job: an event that is easily made. */
function feedOf(things: { id: string; value: number }[], kinds: readonly Event['kind'][] = ['job-deleted']) {
  const hub = new EventHub();
  const told: Event[] = [];
  const ended = new AbortController();
  const stream = hub.subscribe({
    kinds: new Set(kinds),
    jobId: undefined,
    lastEventId: undefined,
    signal: ended.signal,
  });
  const reading = (async () => {
    for await (const { event } of stream) told.push(event);
  })();
  const feed = new ChangeFeed(hub, {
    kind: 'job-deleted',
    list: () => things,
    changed: ({ value }) => deleted(value),
    gone: (id) => deleted(-Number(id)),
  });
  return {
    told,
    end: async () => {
      feed[Symbol.dispose]();
      ended.abort();
      await reading;
    },
  };
}

test('what has changed is told once, and what is gone too', async () => {
  const things = [
    { id: '1', value: 10 },
    { id: '2', value: 20 },
  ];
  const { told, end } = feedOf(things);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([deleted(10), deleted(20)]);
  things[1] = { id: '2', value: 21 };
  await vi.advanceTimersByTimeAsync(600);
  things.shift();
  await vi.advanceTimersByTimeAsync(600);
  expect(told.slice(2)).toEqual([deleted(21), deleted(-1)]);
  await end();
  things.pop();
  await vi.advanceTimersByTimeAsync(600);
  expect(told).toHaveLength(4);
});

test('where nobody listens to this kind, nothing is looked at', async () => {
  const things = [{ id: '1', value: 10 }];
  const look = vi.spyOn(things, Symbol.iterator);
  const map = vi.spyOn(things, 'map');
  const { end } = feedOf(things, ['log']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(look.mock.calls.length + map.mock.calls.length).toBe(0);
  await end();
});
