import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { item, leaseOf } from './fakes/host-link.ts';
import { given, giveLease, HERE, serveLink, serveOneRuntime } from './fakes/served-link.ts';
import { soon } from './soon.ts';

type Served = Awaited<ReturnType<typeof serveOneRuntime>>;

const work = { kind: 'work', slots: 8, memoryLimitBytes: 1e9, timeZone: 'UTC' } as const;

describe('a coordinator that says what it cannot mean', () => {
  const lease = leaseOf(1, [item(1), item(2)]);
  test.each<{ name: string; say: (served: Served) => void; reason: string }>([
    {
      name: 'to a process that never was',
      say: (served) => {
        giveLease(served, lease, [HERE, HERE], 1);
      },
      reason: 'It spoke to a process that never was.',
    },
    {
      name: 'with too few ways to files',
      say: (served) => {
        giveLease(served, lease, [HERE]);
      },
      reason: 'It did not say for each file of a lease how to come by it.',
    },
    {
      name: 'with no ways to files',
      say: ({ link }) => link.listeners?.onFrame({ kind: 'runtime', runtime: 0, message: { kind: 'lease', lease } }),
      reason: 'It did not say for each file of a lease how to come by it.',
    },
    {
      name: 'with a number that a lease has',
      say: (served) => {
        giveLease(served, lease, [HERE, HERE]);
        giveLease(served, lease, [HERE, HERE]);
      },
      reason: 'It gave two leases the same number.',
    },
    {
      name: 'with a file twice',
      say: (served) => {
        giveLease(served, leaseOf(1, [item(1), item(1)]), [HERE, HERE]);
      },
      reason: 'It leased a file twice in one lease.',
    },
    {
      name: 'with leases without end',
      say: (served) => {
        for (let leaseId = 1; leaseId <= 2_000; leaseId++) giveLease(served, leaseOf(leaseId, [item(leaseId)]), [HERE]);
      },
      reason: 'It gave more leases than it can have meant.',
    },
  ])('$name is not listened to any more', async ({ say, reason }) => {
    const served = await serveOneRuntime();
    say(served);
    expect(served.link.endedFor).toBe(reason);
    expect(served.ended).toEqual([reason]);
    await served.served[Symbol.asyncDispose]();
    expect(served.process.isGone).toBe(true);
    expect(readdirSync(served.temp.path)).toEqual(['owner.json']);
  });

  test('about a time zone is told that it is not known', async () => {
    const { link, processes } = await serveLink();
    for (const timeZone of ['Mars/Phobos', ':/etc/passwd', '../../x', 'A=B'])
      link.listeners?.onFrame({ ...work, timeZone });
    await soon(() => {
      expect(link.all('failure')).toHaveLength(4);
    });
    expect(processes).toEqual([]);
  });
});

describe('what a coordinator asks beside', () => {
  test('is answered: the log, its removal, and how the machine stands', async () => {
    const { link, removals, ended } = await serveLink();
    link.listeners?.onFrame({ kind: 'ask-log', request: 4, limit: 10 });
    await soon(() => {
      expect(link.all('log')[0]).toMatchObject({ request: 4, lines: [{ event: 'x', fields: { limit: 10 } }] });
    });
    expect(link.now('status')[0]?.status).toMatchObject({ state: 'ready', cpuShare: 0.5, rssBytes: 0 });
    link.listeners?.onFrame({ kind: 'removed' });
    expect(removals()).toBe(1);
    expect(ended).toEqual(['The coordinator has removed this worker.']);
  });

  test('for its log again and again is read one after the other, and too many get no lines', async () => {
    let reading = 0;
    let mostAtOnce = 0;
    const { link } = await serveLink({
      readLog: async () => {
        reading += 1;
        mostAtOnce = Math.max(mostAtOnce, reading);
        await new Promise(setImmediate);
        reading -= 1;
        return [{ at: '2026-01-01T00:00:00.000Z', level: 'info', event: 'x', fields: {} }];
      },
    });
    for (let request = 1; request <= 100; request++) link.listeners?.onFrame({ kind: 'ask-log', request, limit: 10 });
    await soon(() => {
      expect(link.all('log')).toHaveLength(100);
    });
    expect(mostAtOnce).toBe(1);
    expect(link.all('log').filter(({ lines }) => lines.length > 0)).toHaveLength(8);
  });

  test('is told that the worker leaves once all is finished and has arrived', async () => {
    const served = await serveOneRuntime();
    giveLease(served, leaseOf(1, [item(1)]), [HERE]);
    await given(served);
    served.link.unreceived = 3;
    served.served.setRest({ state: 'draining' });
    let isFinished = false;
    const finished = served.served.finished(AbortSignal.timeout(10_000)).then(() => (isFinished = true));
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(served.link.all('leaving')).toEqual([]);
    served.process.finishAll();
    await soon(() => {
      expect(served.link.all('leaving')).toHaveLength(1);
    });
    expect(isFinished).toBe(false);
    served.link.unreceived = 0;
    await finished;
  });
});
