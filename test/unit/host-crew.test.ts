import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { item, leaseOf, sent } from './fakes/host-link.ts';
import { ScriptedRuntime } from './fakes/scripted-runtime.ts';
import { fail, given, giveLease, HERE, serveLink, serveOneRuntime } from './fakes/served-link.ts';
import { soon } from './soon.ts';

/** As one that is still starting. */
class SlowToEnd extends ScriptedRuntime {
  override end(): void {
    setTimeout(() => {
      super.end();
    }, 50);
  }
}

const work = { kind: 'work', slots: 8, memoryLimitBytes: 1e9, timeZone: 'UTC' } as const;

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
    link.become('broken');
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

  test('are bounded, however often others are asked for before those that there were have ended', async () => {
    const processes: ScriptedRuntime[] = [];
    const { link, served } = await serveLink({
      slots: 8,
      launch: () => (slots) => {
        const process = new SlowToEnd(slots);
        processes.push(process);
        return process;
      },
    });
    for (let times = 0; times < 100; times++)
      link.listeners?.onFrame({ ...work, timeZone: times % 2 === 0 ? 'UTC' : 'Asia/Tokyo' });
    expect(link.endedFor).toBe('It had more processes started than it can have meant.');
    expect(processes.length).toBeLessThanOrEqual(10);
    await served[Symbol.asyncDispose]();
    expect(processes.every(({ isGone }) => isGone)).toBe(true);
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
    link.become('broken');
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
