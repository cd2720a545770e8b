import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileAccess } from '../../src-protocol/messages/link.ts';
import { item, leaseOf, sent } from './fakes/host-link.ts';
import { fail, given, giveLease, HERE, serveOneRuntime } from './fakes/served-link.ts';
import { soon } from './soon.ts';
import { temporaryFolder } from './temporary-folder.ts';

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
