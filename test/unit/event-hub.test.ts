import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventHub, type SentEvent, type SubscribeOptions } from '../../src-main/api/events/event-hub.ts';
import { PendingEvents } from '../../src-main/api/events/pending-events.ts';
import type { Event } from '../../src-protocol/contract/events.ts';
import { EventKind } from '../../src-protocol/contract/events.ts';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import type { JobState } from '../../src-protocol/model/job.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';

function jobEvent(id: number, state: JobState): Event {
  const job: Job = {
    id,
    state,
    request: JobRequest.parse({ sources: ['/f'] }),
    sourceCount: 1,
    counting: false,
    counts: NO_COUNTS,
    createdAt: '2026-01-01T00:00:00.000Z',
    activeMs: 0,
  };
  return { kind: 'job', job };
}

function progressEvent(jobId: number, done: number): Event {
  return {
    kind: 'progress',
    progress: {
      jobId,
      state: 'running',
      counting: false,
      counts: { ...NO_COUNTS, done },
      filesPerS: 0,
      bytesPerS: 0,
      elapsedMs: 0,
      workers: [],
      leased: 0,
    },
  };
}

function logEvent(event: string): Event {
  return { kind: 'log', line: { at: '2026-01-01T00:00:00.000Z', level: 'info', event, fields: {} } };
}

function options(change: Partial<SubscribeOptions> = {}): SubscribeOptions {
  return { kinds: new Set(EventKind.options), jobId: undefined, lastEventId: undefined, signal: undefined, ...change };
}

async function take(stream: AsyncGenerator<SentEvent, void, void>, count: number): Promise<SentEvent[]> {
  const taken: SentEvent[] = [];
  while (taken.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

/** A subscriber that listens already; what is published from now on reaches it. */
function listen(hub: EventHub, change: Partial<SubscribeOptions> = {}) {
  const stream = hub.subscribe(options(change));
  const first = stream.next();
  return {
    async take(count: number): Promise<Event[]> {
      const { value } = await first;
      const rest = await take(stream, count - 1);
      return [...(value === undefined ? [] : [value]), ...rest].map(({ event }) => event);
    },
  };
}

describe('a subscriber', () => {
  test('gets what happens from then on, in order, and of the kinds and the job that it asked for', async () => {
    const hub = new EventHub();
    hub.publish(jobEvent(1, 'queued'));
    const all = listen(hub);
    const ofJob = listen(hub, { jobId: 2, kinds: new Set(['job']) });
    hub.publish(jobEvent(1, 'running'));
    hub.publish(progressEvent(2, 5));
    hub.publish(jobEvent(2, 'running'));
    expect(await all.take(2)).toEqual([jobEvent(1, 'running'), jobEvent(2, 'running')]);
    expect(await ofJob.take(1)).toEqual([jobEvent(2, 'running')]);
  });

  test('that was away gets what it missed, but for what has passed', async () => {
    const hub = new EventHub();
    const before = hub.subscribe(options());
    const first = before.next();
    hub.publish(jobEvent(1, 'running'));
    const lastEventId = (await first).value?.id;
    expect(lastEventId).toBeDefined();
    await before.return();

    hub.publish(jobEvent(2, 'running'));
    hub.publish(progressEvent(2, 1));
    hub.publish(logEvent('x'));
    hub.publish(jobEvent(1, 'completed'));
    const again = await take(hub.subscribe(options({ lastEventId })), 2);
    expect(again.map(({ event }) => event)).toEqual([jobEvent(2, 'running'), jobEvent(1, 'completed')]);
  });

  test.each(['of another run: abcdef-3', 'nonsense', '', '-', 'abcdef-999999999'])(
    'that names an event %j is told to read everything anew',
    async (lastEventId) => {
      const hub = new EventHub();
      hub.publish(jobEvent(1, 'running'));
      expect((await take(hub.subscribe(options({ lastEventId })), 1)).map(({ event }) => event)).toEqual([
        { kind: 'reset' },
      ]);
    },
  );

  test('that was away for too much is told to read everything anew, and goes on from there', async () => {
    const hub = new EventHub();
    hub.publish(jobEvent(1, 'running'));
    const [early] = await take(hub.subscribe(options({ lastEventId: 'x' })), 1);
    for (let id = 0; id < 6_000; id++) hub.publish(jobEvent(id, 'queued'));
    const back = hub.subscribe(options({ lastEventId: early?.id }));
    const [reset] = await take(back, 1);
    expect(reset?.event).toEqual({ kind: 'reset' });
    const next = back.next();
    hub.publish(jobEvent(7, 'running'));
    expect((await next).value?.event).toEqual(jobEvent(7, 'running'));
  });

  test('begins with how things stand that only pass', async () => {
    const hub = new EventHub(() => [progressEvent(1, 7), progressEvent(2, 8)]);
    const [present] = await take(hub.subscribe(options({ jobId: 2 })), 1);
    expect(present).toEqual({ id: undefined, event: progressEvent(2, 8) });
  });

  test('is gone when its signal says so, at whichever moment', async () => {
    const hub = new EventHub();
    const abort = new AbortController();
    const stream = hub.subscribe(options({ signal: abort.signal }));
    const next = stream.next();
    expect(hub.subscribers).toBe(1);
    abort.abort();
    expect((await next).done).toBe(true);
    expect(hub.subscribers).toBe(0);
  });
});

describe('what waits for a slow subscriber', () => {
  function drain(pending: PendingEvents): Event[] {
    const events: Event[] = [];
    for (let next = pending.take(); next !== undefined; next = pending.take()) events.push(next.event);
    return events;
  }

  test('is the latest progress of each job, and none of one that has ended', () => {
    const pending = new PendingEvents();
    for (let done = 0; done < 1_000; done++) {
      pending.add({ id: undefined, event: progressEvent(1, done) });
      pending.add({ id: undefined, event: progressEvent(2, done) });
    }
    pending.add({ id: 1, event: jobEvent(1, 'completed') });
    expect(drain(pending)).toEqual([progressEvent(2, 999), jobEvent(1, 'completed')]);
  });

  test('is bounded: lines of the log are left out, and too many changes become one “reset”', () => {
    const pending = new PendingEvents();
    for (let line = 0; line < 1_000; line++) pending.add({ id: undefined, event: logEvent(line.toString()) });
    const lines = drain(pending);
    expect(lines).toHaveLength(200);
    expect(lines.at(-1)).toEqual(logEvent('999'));

    for (let id = 1; id <= 5_001; id++) pending.add({ id, event: jobEvent(id, 'queued') });
    expect(drain(pending)).toEqual([{ kind: 'reset' }]);
  });

  test('always ends with the last state of every job, whatever happened and however it was taken', () => {
    const states: JobState[] = ['queued', 'running', 'paused', 'completed', 'cancelled'];
    const happening = fc.record({
      jobId: fc.integer({ min: 1, max: 3 }),
      what: fc.oneof(fc.constantFrom(...states), fc.constant('progress' as const), fc.constant('log' as const)),
      takes: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const pending = new PendingEvents();
        const told = new Map<number, JobState>();
        const truth = new Map<number, JobState>();
        const note = (event: Event | undefined) => {
          if (event?.kind === 'job') told.set(event.job.id, event.job.state);
        };
        for (const { jobId, what, takes } of happenings) {
          if (what === 'progress') pending.add({ id: undefined, event: progressEvent(jobId, 1) });
          else if (what === 'log') pending.add({ id: undefined, event: logEvent('x') });
          else {
            truth.set(jobId, what);
            pending.add({ id: 1, event: jobEvent(jobId, what) });
          }
          for (let taken = 0; taken < takes; taken++) note(pending.take()?.event);
        }
        drain(pending).forEach(note);
        expect(told).toEqual(truth);
      }),
    );
  });
});
