import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FROM_WORKER, FROM_WORKER_NOW } from './support/fuzzed-frames.ts';
import { filesOf, openLinkWorld, type LinkWorld } from './support/link-world.ts';
import {
  giveLease,
  leaseDone,
  leasesGiven,
  RESULT,
  resultsOf,
  SENT,
  serve,
  type Fetch,
  type Given,
} from './support/raw-lease.ts';
import type { Door, RawPeer } from './support/raw-peer.ts';
import { temporaryFolders } from '../process/support/run-cli.ts';
import { jobIn } from '../process/support/server.ts';

describe('what a link is not for', () => {
  const temporaryFolder = temporaryFolders();
  let world: LinkWorld;

  beforeAll(async () => {
    world = await openLinkWorld(await temporaryFolder('link-misuse'));
  }, 60_000);

  afterAll(async () => {
    await world.end();
  }, 60_000);

  /** One worker for whatever ends its link. */
  let known: Promise<{ peer: RawPeer; door: Door }> | undefined;
  const joinedOnce = () => (known ??= world.joined('fuzz'));

  describe('from a worker', () => {
    const extractors = async () => (await world.machine('attic')).extractors;

    /** One that is ready for work, or says why it is not. */
    async function working(name: string, change: object = {}) {
      const { peer, door } = await world.joined(name);
      const link = await peer.link(door);
      const own = {
        ...(FROM_WORKER[0] as { machine: object }).machine,
        name,
        extractors: await extractors(),
        ...change,
      };
      link.say({ kind: 'machine', machine: own });
      link.onHeard = (frame) => {
        if (frame.kind === 'probe') link.say({ kind: 'probed', probe: frame['probe'], message: 'There is nothing.' });
        if (frame.kind === 'work')
          link.say({ kind: 'runtime-up', runtime: 0, name: 'local-1', slots: 1, extractors: own.extractors });
      };
      return link;
    }

    test('other versions of extractors get nothing, and it is said which side to update', async () => {
      const link = await working('elder', { extractors: [{ id: 'exiftool', version: '1.0' }] });
      await expect.poll(async () => (await world.machine('elder')).state).toBe('refused');
      expect((await world.machine('elder')).message).toMatch(
        /has exiftool 1\.0 .*: the results would differ\. Update elder\./,
      );
      expect(link.heard.filter(({ kind }) => kind === 'runtime')).toEqual([]);
      expect(await world.atDesk('machine.refused')).toMatchObject([{ machine: 'elder' }]);
      link.drop();
    });

    test('requests for files outside of its leases, and results for files that it was not given, come to nothing', async () => {
      const { client } = world.desk.server;
      const link = await working('mallory');
      await expect.poll(async () => (await world.machine('mallory')).state).toBe('ready');
      const job = await client.jobs.create({
        sources: [world.photos],
        cache: 'off',
        workers: { names: ['mallory', 'attic'] },
      });
      const given = (await link.frame('runtime', (frame) => 'access' in frame)) as unknown as Given;
      const { lease } = given.message;
      const item = lease.items[0]?.itemId ?? -1;
      const at = given.access.findIndex(({ kind }) => kind === 'sent');
      expect(at).toBe(0);
      const own = {
        kind: 'fetch',
        leaseId: lease.leaseId,
        itemId: item,
        part: 0,
        offset: 0,
        chunkBytes: 4_096,
        creditBytes: 100,
      };
      const wrong = [
        { leaseId: lease.leaseId + 1 },
        { leaseId: 2 ** 50 },
        { itemId: item + 10_000 },
        { part: 1 },
        { part: 16 },
        { offset: 1e15 },
      ];
      for (const [number, change] of wrong.entries()) link.sayNow({ ...own, ...change, transfer: number });
      for (const number of wrong.keys())
        expect(await link.frame('file-fault', ({ transfer }) => transfer === number)).toBeDefined();
      link.sayNow({ ...own, transfer: 99 });
      await expect
        .poll(() => link.chunks)
        .toEqual([{ transfer: 99, bytes: Math.min(100, given.access[0]?.sizeBytes ?? 0) }]);
      await expect.poll(async () => (await world.machine('mallory')).state).toBe('set-aside');
      expect((await world.machine('mallory')).message).toContain('it asked for a file that it was not given');

      const result = (itemId: number) => ({ ...RESULT, itemId });
      const results = (leaseId: number, ...ids: number[]) => {
        link.say({ kind: 'runtime', runtime: 0, message: { kind: 'results', leaseId, results: ids.map(result) } });
      };
      const isOwn = (leaseId: number) => leasesGiven(link).some((each) => each.leaseId === leaseId);
      for (let leaseId = lease.leaseId - 20; leaseId < lease.leaseId + 20; leaseId++)
        if (leaseId >= 0 && !isOwn(leaseId)) results(leaseId, item, item + 1);
      results(lease.leaseId, 1e9, -0);
      link.say({
        kind: 'runtime',
        runtime: 7,
        message: { kind: 'results', leaseId: lease.leaseId, results: [result(item)] },
      });
      link.say({
        kind: 'runtime',
        runtime: 0,
        message: { kind: 'results', leaseId: lease.leaseId, results: [{ ...result(item), modulesJson: '[' }] },
      });
      link.say({ kind: 'runtime', runtime: 0, message: { kind: 'lease-done', leaseId: lease.leaseId } });
      results(lease.leaseId, item);
      link.say({ kind: 'runtime', runtime: 0, message: { kind: 'lease-done', leaseId: lease.leaseId } });
      const before = link.chunks.length;
      link.sayNow({ ...own, transfer: 100 }); // the lease is over
      expect(await link.frame('file-fault', ({ transfer }) => transfer === 100)).toBeDefined();
      expect(link.end).toBeUndefined(); // by then all that was said before has been heard
      expect(link.chunks).toHaveLength(before);
      link.drop();
      await jobIn(client, job.id, ['completed']);
      await world.expectRecords(job.id);
      expect(await world.machine('mallory')).toMatchObject({ filesDone: 0 });
      expect(await world.atDesk('machine.set-aside')).toMatchObject([{ machine: 'mallory' }]);
      await client.machines.remove({ id: (await world.machine('mallory')).id });
    }, 30_000);

    test.each([
      { offset: -1 },
      { offset: null },
      { offset: 0.5 },
      { offset: 'NaN' },
      { part: 17 },
      { part: -1 },
      { chunkBytes: 1e9 },
      { creditBytes: 0 },
      { creditBytes: 2 ** 53 },
      { transfer: 2 ** 32 },
    ])('a request with %o ends its link', async (change) => {
      const { peer, door } = await joinedOnce();
      const link = await peer.link(door);
      link.sayNow({ ...FROM_WORKER_NOW[1], ...change });
      expect(await link.closed).toMatch(/has sent what cannot be accepted/);
      expect((await world.atDesk('link.bad-frame')).at(-1)).toMatchObject({ peer: 'fuzz' });
    });
  });

  test('a frame as large as one may be, of nothing but empty lists, ends its link', async () => {
    const { coordinator } = world;
    const worker = await joinedOnce();
    const text = `[[1,[${'[],'.repeat(30_000_000)}[]]]]`;
    for (const { peer, door } of [worker, coordinator]) {
      const link = await peer.link(door);
      link.raw(text);
      expect(await link.closed).toContain('it has too many values');
    }
    const tooLarge = await coordinator.peer.link(coordinator.door);
    tooLarge.raw(' '.repeat(97 * 1_024 * 1_024));
    expect(await tooLarge.closed).toBeDefined();
    expect((await world.atAttic('link.bad-frame')).at(-1)).toMatchObject({ peer: 'stranger-desk' });
    expect(await world.machine('attic')).toMatchObject({ state: 'ready' });
  }, 30_000);

  describe('from a coordinator', () => {
    test('leases lead nowhere but where the worker may read, and what is sent lies nowhere but in its temporary folder', async () => {
      const { folder, inside, photos, attic, coordinator } = world;
      const secret = join(folder, 'secret.jpg');
      await writeFile(secret, 'secret');
      await writeFile(join(inside, 'plain.txt'), 'plain');
      await mkdir(join(inside, 'deep'));
      await symlink(folder, join(inside, 'out'));
      await symlink(secret, join(inside, 'link.jpg'));
      await symlink('/proc/self/environ', join(inside, 'environ.txt'));
      await symlink('/dev/zero', join(inside, 'zero.jpg'));
      const before = await filesOf(folder, [join(folder, 'attic'), join(folder, 'desk')]);
      const link = await coordinator.peer.link(coordinator.door);
      link.say({ kind: 'work', slots: 1, memoryLimitBytes: 1e9, timeZone: 'UTC' });
      await link.frame('runtime-up');
      const outside = [
        secret,
        join(inside, 'link.jpg'),
        join(inside, 'out', 'secret.jpg'),
        `${inside}/deep/../../secret.jpg`,
        `${photos}/../secret.jpg`,
        '/etc/passwd',
        '/proc/self/environ',
        join(inside, 'environ.txt'),
        '/dev/zero',
        join(inside, 'zero.jpg'),
        '/dev/stdin',
        'C:\\Windows\\win.ini',
        `${inside}\0/../../secret.jpg`,
        '.',
        'x'.repeat(60_000),
      ];
      const ways = outside.map((path, at) => (at % 2 === 0 ? { kind: 'same-path' } : { kind: 'mapped', path }));
      giveLease(
        link,
        1,
        outside.map((path, at) => (at % 2 === 0 ? path : '/x')),
        ways,
      );
      await leaseDone(link, 1);
      for (const { fault } of resultsOf(link, 1))
        expect(['permission-denied', 'io-error', 'not-found', 'not-a-file']).toContain(fault?.code);
      expect(resultsOf(link, 1)).toHaveLength(outside.length);
      expect(JSON.stringify(link.heard)).not.toContain('root:x:0');

      const names = [
        '../../../x.jpg',
        '/../../x.jpg',
        'C:\\x.jpg',
        '..\\..\\x.jpg',
        'NUL',
        'con.jpg',
        'a.jpg\0.exe',
        `${'y'.repeat(5_000)}.jpg`,
        '.',
        '..',
        'a.jpg:stream',
        'a.jpg ',
        '\ud800.jpg',
        '-rf.jpg',
      ];
      const evil = [
        '../../evil.xmp',
        '/tmp/evil.xmp',
        'C:\\evil.xmp',
        'NUL.xmp',
        `${'z'.repeat(3_000)}.aae`,
        '..',
        'file.jpg',
      ];
      const sidecars = evil.map((name) => ({ name, sizeBytes: 4 }));
      const asked = new Set<number>();
      link.onHeard = (frame) => {
        if (frame.kind === 'fetch') void serve(link, frame as unknown as Fetch, asked);
      };
      giveLease(
        link,
        2,
        names,
        names.map(() => ({ ...SENT, sizeBytes: 4, sidecars })),
      );
      await leaseDone(link, 2);
      expect(resultsOf(link, 2)).toHaveLength(names.length);
      expect(asked.size).toBe(names.length + 1); // “NUL” has a sidecar of its own among them

      // more than its credit
      link.onHeard = (frame) => {
        if (frame.kind !== 'fetch') return;
        const { transfer, creditBytes } = frame as unknown as Fetch;
        void link.chunk(transfer, 0, Buffer.alloc(creditBytes + 1));
      };
      giveLease(
        link,
        3,
        ['/a.jpg', '/b.jpg'],
        [
          { ...SENT, sizeBytes: 1_000 },
          { ...SENT, sizeBytes: 20e6 },
        ],
      );
      await leaseDone(link, 3);
      for (const { fault } of resultsOf(link, 3)) expect(fault?.code).toBe('transfer-failed');
      expect(link.end).toBeUndefined();
      const temp = join(attic.data, 'worker', 'temp');
      link.drop();
      expect(await filesOf(folder, [join(folder, 'attic'), join(folder, 'desk')])).toEqual(before);
      await expect
        .poll(async () => (await filesOf(temp, [])).filter((name) => name.includes('file')), { timeout: 40_000 })
        .toEqual([]);
    }, 60_000);
  });

  test('after all of it an honest worker does its work', async () => {
    await world.expectHonestJob();
    expect(await world.atDesk('link.fault')).toEqual([]);
    expect(await world.atAttic('link.fault')).toEqual([]);
  }, 30_000);
});
