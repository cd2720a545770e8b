import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileAccess } from '../../src-protocol/messages/link.ts';
import type { Lease } from '../../src-protocol/messages/worker.ts';
import { leaseOf, sent, soon } from './fakes/host-link.ts';
import { fail, serveLink, serveOneRuntime } from './fakes/served-link.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Served = Awaited<ReturnType<typeof serveOneRuntime>>;

const HERE: FileAccess = { kind: 'same-path' };

function giveLease({ link }: Pick<Served, 'link'>, lease: Lease, access: FileAccess[], runtime = 0): void {
  link.listeners?.onFrame({ kind: 'runtime', runtime, message: { kind: 'lease', lease }, access });
}

const given = ({ process }: Served, at = 0) => soon(() => process.given[at] ?? fail('nothing was given'));
const item = (itemId: number, path = `/photos/${itemId}.jpg`) => ({ itemId, path });
const work = { kind: 'work', slots: 8, memoryLimitBytes: 1e9, timeZone: 'UTC' } as const;

describe('a lease at a worker', () => {
  test('is handed on with where its files are, and its results are given back under its own number', async () => {
    const served = await serveOneRuntime();
    const access: FileAccess[] = [
      HERE,
      { kind: 'mapped', path: '/mnt/2.jpg' },
      { kind: 'fault', fault: { code: 'not-found', message: 'gone' } },
    ];
    giveLease(served, leaseOf(70, [item(1), item(2), item(3)]), access);
    const { leaseId, items } = await given(served);
    expect(items).toEqual([
      { itemId: 1, path: '/photos/1.jpg', sizeBytes: 1 },
      { itemId: 2, path: '/mnt/2.jpg', sizeBytes: 1, original: { path: '/photos/2.jpg' } },
    ]);
    served.process.finish(leaseId);
    expect(served.link.leasesDone()).toEqual([70]);
    expect(served.link.results(70).map(({ itemId, outcome }) => [itemId, outcome])).toEqual([
      [3, 'failed'],
      [1, 'extracted'],
      [2, 'extracted'],
    ]);
    expect(served.link.results(70)[0]?.fault).toEqual({ code: 'not-found', message: 'gone' });
  });

  test('has its files sent, with sidecars beside them, and removed when it is done', async () => {
    const served = await serveOneRuntime();
    const { sender, process, temp, room } = served;
    const photo = randomBytes(300_000);
    sender.files.set('5/1/0', photo).set('5/1/1', Buffer.from('<xmp/>'));
    const sidecars = [
      { name: 'a.xmp', sizeBytes: 6 },
      { name: '../../evil.xmp', sizeBytes: 6 },
      { name: 'a.jpg.aae', sizeBytes: 6 }, // gone meanwhile
    ];
    giveLease(served, leaseOf(5, [item(1, '/photos/a.jpg')]), [sent(photo.length, sidecars)]);
    const { leaseId, items } = await given(served);
    const [file] = items;
    expect(file?.original).toEqual({
      path: '/photos/a.jpg',
      stat: { modifiedMs: 1_000.5, accessedMs: 2_000, changedMs: 3_000, mode: 0o100644 },
    });
    const path = file?.path ?? '';
    expect(path).toMatch(/link-[0-9a-f]{16}[/\\]1[/\\]file\.jpg$/);
    expect(readFileSync(path).equals(photo)).toBe(true);
    expect(readdirSync(dirname(path)).filter((name) => name !== 'file.jpg.aae')).toEqual(['file.jpg', 'file.xmp']);
    expect(room.storedBytes).toBe(photo.length + 6);
    process.finish(leaseId);
    await soon(() => {
      expect(existsSync(dirname(path))).toBe(false);
      expect(room.storedBytes).toBe(0);
    });
    expect(readdirSync(temp.path)).toHaveLength(2); // that of the link, and whose it is
  });

  test('goes on without a file that could not be brought', async () => {
    const served = await serveOneRuntime({ roomBytes: 1_000 });
    served.sender.files.set('5/2/0', Buffer.from('here'));
    const access = [sent(10), sent(4), sent(5_000)];
    giveLease(served, leaseOf(5, [item(1), item(2), item(3)]), access);
    const { leaseId, items } = await given(served);
    expect(items.map(({ itemId }) => itemId)).toEqual([2]);
    served.process.finish(leaseId);
    expect(served.link.leasesDone()).toEqual([5]);
    const faults = served.link.results(5).flatMap(({ itemId, fault }) => (fault ? [[itemId, fault.code]] : []));
    expect(faults.sort()).toEqual([
      [1, 'not-found'],
      [3, 'transfer-failed'],
    ]);
  });

  test('of which nothing could be brought is done without the runtime', async () => {
    const served = await serveOneRuntime();
    giveLease(served, leaseOf(5, [item(1)]), [sent(10)]);
    await soon(() => {
      expect(served.link.leasesDone()).toEqual([5]);
    });
    expect(served.process.given).toEqual([]);
    expect(served.link.results(5)).toHaveLength(1);
  });

  test('that needs more room than there is comes in parts', async () => {
    const served = await serveOneRuntime({ roomBytes: 250 });
    const { sender, process, link, room } = served;
    const items = Array.from({ length: 7 }, (_, at) => item(at));
    for (const { itemId } of items) sender.files.set(`5/${itemId}/0`, randomBytes(100));
    giveLease(
      served,
      leaseOf(5, items),
      items.map(() => sent(100)),
    );
    let parts = 0;
    while (link.leasesDone().length === 0) {
      const part = await given(served, parts);
      parts += 1;
      expect(room.storedBytes).toBeLessThanOrEqual(250);
      process.finish(part.leaseId);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(parts).toBeGreaterThan(2);
    expect(
      link
        .results(5)
        .map(({ itemId }) => itemId)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(link.leasesDone()).toEqual([5]);
  });

  test('that is ready overtakes one that is still fetched', async () => {
    const served = await serveOneRuntime();
    served.sender.silentAfterBytes = 0;
    served.sender.files.set('1/1/0', randomBytes(10));
    giveLease(served, leaseOf(1, [item(1)]), [sent(10)]);
    giveLease(served, leaseOf(2, [item(2)]), [HERE]);
    expect((await given(served)).items[0]?.itemId).toBe(2);
  });

  test('that is given up while it is fetched ends the fetching, and is done', async () => {
    const served = await serveOneRuntime();
    const { link, sender, room } = served;
    sender.silentAfterBytes = 0;
    sender.files.set('1/1/0', randomBytes(10));
    giveLease(served, leaseOf(1, [item(1), item(2)]), [sent(10), HERE]);
    await soon(() => {
      expect(sender.fetches).toHaveLength(1);
    });
    link.listeners?.onFrame({ kind: 'runtime', runtime: 0, message: { kind: 'abandon', leaseId: 1 } });
    await soon(() => {
      expect(link.leasesDone()).toEqual([1]);
    });
    expect(link.now('fetch-end')).toHaveLength(1);
    expect(link.results()).toEqual([]);
    expect(served.process.given).toEqual([]);
    expect(room.storedBytes).toBe(0);
  });

  test('that is given up while it is read is given up by the runtime, under the number that it has there', async () => {
    const served = await serveOneRuntime();
    giveLease(served, leaseOf(40, [item(1)]), [HERE]);
    const { leaseId } = await given(served);
    served.link.listeners?.onFrame({ kind: 'runtime', runtime: 0, message: { kind: 'abandon', leaseId: 40 } });
    served.link.listeners?.onFrame({ kind: 'runtime', runtime: 0, message: { kind: 'abandon', leaseId: 99 } });
    expect(served.process.abandoned).toEqual([leaseId]);
    expect(served.link.leasesDone()).toEqual([]);
    served.process.endLease(leaseId);
    expect(served.link.leasesDone()).toEqual([40]);
  });

  test('loses its files with its runtime', async () => {
    const served = await serveOneRuntime();
    const { link, process, sender, room } = served;
    sender.files.set('1/1/0', randomBytes(10)).set('2/2/0', randomBytes(10));
    giveLease(served, leaseOf(1, [item(1)]), [sent(10)]);
    const { items } = await given(served);
    sender.silentAfterBytes = 0;
    giveLease(served, leaseOf(2, [item(2)]), [sent(10)]);
    await soon(() => {
      expect(sender.fetches).toHaveLength(2);
    });
    process.exit('it ended with code 9');
    expect(link.all('runtime-down')).toEqual([
      { kind: 'runtime-down', runtime: 0, reason: 'it ended with code 9', inOrder: false },
    ]);
    await soon(() => {
      expect(existsSync(items[0]?.path ?? '')).toBe(false);
      expect(room.storedBytes).toBe(0);
    });
    expect(link.leasesDone()).toEqual([]);
    // the next process has another number, and what was meant for the first is not given to it
    await soon(() => served.processes[1] ?? fail('none')).then((next) => {
      next.hello();
    });
    expect(link.all('runtime-up').map(({ runtime }) => runtime)).toEqual([0, 1]);
    giveLease(served, leaseOf(3, [item(3)]), [HERE]);
    giveLease(served, leaseOf(4, [item(4)]), [HERE], 1);
    await soon(() => {
      expect(served.processes[1]?.given).toHaveLength(1);
    });
    expect(served.link.endedFor).toBeUndefined();
  });

  test('has its transfers go on after a break of the link, and its results kept', async () => {
    const served = await serveOneRuntime();
    const { link, sender, process } = served;
    const bytes = randomBytes(12_000_000);
    sender.files.set('1/1/0', bytes);
    giveLease(served, leaseOf(1, [item(1)]), [sent(bytes.length)]);
    giveLease(served, leaseOf(2, [item(2)]), [HERE]);
    const { leaseId } = await given(served);
    link.become('broken');
    process.finish(leaseId);
    process.say({ kind: 'beat', rssBytes: 1, slots: [] });
    expect(link.leasesDone()).toEqual([2]);
    expect(link.all('runtime').filter(({ message }) => message.kind === 'beat')).toEqual([]);
    link.become('up');
    const { items } = await given(served, 1);
    expect(readFileSync(items[0]?.path ?? '').equals(bytes)).toBe(true);
  });
});

describe('a worker that keeps to folders', () => {
  test('reads nothing outside of them, wherever links and dots lead', async () => {
    const [inside, outside] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(inside, 'a.jpg'), 'a');
    writeFileSync(join(outside, 'secret.jpg'), 'b');
    symlinkSync(join(outside, 'secret.jpg'), join(inside, 'link.jpg'));
    const served = await serveOneRuntime({ roots: [inside] });
    const paths = [
      join(inside, 'a.jpg'),
      join(outside, 'secret.jpg'),
      join(inside, 'link.jpg'),
      `${inside}/../${outside.split(/[/\\]/).at(-1) ?? ''}/secret.jpg`,
      join(inside, 'not-there.jpg'),
      `${inside}-other/x.jpg`,
    ];
    const access = paths.map((path, at): FileAccess => (at % 2 === 0 ? HERE : { kind: 'mapped', path }));
    giveLease(
      served,
      leaseOf(
        1,
        paths.map((path, at) => item(at, at % 2 === 0 ? path : '/x')),
      ),
      access,
    );
    const { items } = await given(served);
    expect(items.map(({ itemId }) => itemId)).toEqual([0, 4]);
    const refused = served.link.results(1);
    expect(refused.map(({ itemId }) => itemId).sort()).toEqual([1, 2, 3, 5]);
    for (const { fault } of refused) {
      expect(fault?.code).toBe('permission-denied');
      expect(fault?.message).toContain('--root');
    }
  });
});

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

describe('the processes of a coordinator', () => {
  test('are as many as suit its slots and those of the worker, in its time zone', async () => {
    const { link, processes } = await serveLink({ slots: 6 });
    link.listeners?.onFrame({ ...work, timeZone: 'Asia/Tokyo' });
    await soon(() => {
      expect(processes.map(({ slots, timeZone }) => [slots, timeZone])).toEqual([
        [3, 'Asia/Tokyo'],
        [3, 'Asia/Tokyo'],
      ]);
    });
  });

  test('change with what is asked for, and lose nothing', async () => {
    const all = await serveLink({ slots: 8 });
    const { link, processes } = all;
    link.listeners?.onFrame(work);
    await soon(() => {
      expect(processes).toHaveLength(2);
    });
    for (const process of processes) process.hello();
    giveLease(all, leaseOf(1, [item(1)]), [HERE], 0);
    all.sender.silentAfterBytes = 0;
    all.sender.files.set('2/2/0', randomBytes(10));
    giveLease(all, leaseOf(2, [item(2)]), [sent(10)], 1);
    await soon(() => {
      expect(all.sender.fetches).toHaveLength(1);
      expect(processes[0]?.given).toHaveLength(1);
    });
    link.listeners?.onFrame({ ...work, slots: 3 });
    // both are of another size; the one that waits for a file is told to end when it has it
    expect(
      link
        .all('runtime-leaving')
        .map(({ runtime }) => runtime)
        .sort(),
    ).toEqual([0, 1]);
    expect(processes.map(({ slots, isDraining }) => [slots, isDraining])).toEqual([
      [4, true],
      [4, false],
      [3, false],
    ]);
    giveLease(all, leaseOf(3, [item(3)]), [HERE], 0); // has crossed: it is given back by the end of the process
    all.sender.silentAfterBytes = Infinity;
    link.become('up');
    await soon(() => {
      expect(processes[1]?.isDraining).toBe(true);
    });
    for (const process of processes) process.finishAll();
    await soon(() => {
      expect(link.all('runtime-down')).toHaveLength(2);
    });
    for (const down of link.all('runtime-down'))
      expect(down).toMatchObject({ reason: 'it was drained', inOrder: true });
    expect(link.leasesDone().sort()).toEqual([1, 2]);
  });

  test('finish what they have and end where the coordinator lets them rest, and come again', async () => {
    const served = await serveOneRuntime();
    giveLease(served, leaseOf(1, [item(1)]), [HERE]);
    await given(served);
    served.link.listeners?.onFrame({ kind: 'rest' });
    expect(served.process.isGone).toBe(false);
    served.process.finishAll();
    await soon(() => {
      expect(served.process.isGone).toBe(true);
    });
    expect(served.processes).toHaveLength(1);
    served.link.listeners?.onFrame(work);
    expect(served.processes).toHaveLength(2);
  });

  test('rest while the worker is off duty, which it says, and are back when it is on duty', async () => {
    const served = await serveOneRuntime();
    served.served.setRest({ state: 'off-duty', message: 'By its schedule it does not work until Monday 18:00.' });
    await soon(() => {
      expect(served.process.isGone).toBe(true);
    });
    expect(served.link.now('status').at(-1)?.status).toMatchObject({
      state: 'off-duty',
      message: 'By its schedule it does not work until Monday 18:00.',
    });
    served.link.listeners?.onFrame({ ...work, slots: 2 });
    expect(served.processes).toHaveLength(1);
    served.served.setRest(undefined);
    expect(served.processes).toHaveLength(2);
    await soon(() => {
      expect(served.link.now('status').at(-1)?.status.state).toBe('ready');
    });
  });

  test('of which one dies while it is to end do not come back', async () => {
    const served = await serveOneRuntime();
    served.sender.silentAfterBytes = 0;
    served.sender.files.set('1/1/0', randomBytes(10));
    giveLease(served, leaseOf(1, [item(1)]), [sent(10)]);
    await soon(() => {
      expect(served.sender.fetches).toHaveLength(1);
    });
    served.link.listeners?.onFrame({ kind: 'rest' });
    expect(served.process.isDraining).toBe(false);
    served.process.exit('it ended with code 9');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(served.processes).toHaveLength(1);
    expect(served.served.views()).toEqual([]);
  });

  test('of which one is found worn get no part of a lease that was still fetched: it is given back, and blamed for nothing', async () => {
    const served = await serveOneRuntime();
    const { link, process, sender } = served;
    giveLease(served, leaseOf(1, [item(1)]), [HERE]);
    await given(served);
    sender.files.set('2/2/0', randomBytes(10));
    sender.silentAfterBytes = 0;
    giveLease(served, leaseOf(2, [item(2)]), [sent(10)]);
    await soon(() => {
      expect(sender.fetches).toHaveLength(1);
    });
    process.say({ kind: 'beat', rssBytes: 2e9, slots: [] });
    expect(process.isDraining).toBe(true);
    sender.silentAfterBytes = Infinity;
    link.become('suspected');
    link.become('up');
    await soon(() => {
      expect(served.room.storedBytes).toBe(10);
    });
    process.finish((await given(served)).leaseId);
    expect(process.given).toHaveLength(1);
    await soon(() => {
      expect(link.all('runtime-down')).toMatchObject([{ runtime: 0, inOrder: true }]);
    });
    expect(link.leasesDone()).toEqual([1]);
  });

  test('leave behind the number of files that they have read', async () => {
    const served = await serveOneRuntime();
    giveLease(served, leaseOf(1, [item(1), item(2)]), [HERE, HERE]);
    await given(served);
    served.link.listeners?.onFrame({ kind: 'rest' });
    served.process.finishAll();
    await soon(() => {
      expect(served.served.views()).toEqual([]);
    });
    expect(served.served.filesDone).toBe(2);
  });

  test('end with the session, and all that is kept of it', async () => {
    const served = await serveOneRuntime();
    served.sender.files.set('1/1/0', randomBytes(10));
    giveLease(served, leaseOf(1, [item(1)]), [sent(10)]);
    await given(served);
    served.link.end('The connection was lost.');
    await served.served[Symbol.asyncDispose]();
    expect(served.process.isGone).toBe(true);
    expect(readdirSync(served.temp.path)).toEqual(['owner.json']);
  });

  test('that cannot be had are a failure that is told', async () => {
    const { link } = await serveLink({
      launch: () => () => {
        throw new Error('no');
      },
    }).catch(() => fail('did not begin'));
    expect(() => link.listeners?.onFrame(work)).toThrow('no'); // and the link ends the session for it
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
