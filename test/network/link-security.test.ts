import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReachFault } from '../../src-link/reach.ts';
import { pairingCodeText } from '../../src-protocol/model/pairing-code.ts';
import { randomOf } from '../fixtures/blocks/random.ts';
import { FRAMES_PER_LINK, fuzz, TO_COORDINATOR, TO_WORKER } from './support/fuzz-link.ts';
import { garbageToGreeting, TlsProxy } from './support/link-attacks.ts';
import { openLinkWorld, peerIn, rssMegabytes, type LinkWorld } from './support/link-world.ts';
import { codeOf } from './support/raw-peer.ts';
import { runCli, temporaryFolders } from '../process/support/run-cli.ts';
import { jobIn } from '../process/support/server.ts';
import { joinWorker, startWorker } from '../process/support/worker.ts';

/** Repeats a run: `TEST_SEED=… npm test -- link-security`. */
const SEED = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const FRAMES = 100_000;
/** By then memory that is given back and taken anew is as much as it will be. */
const WARM_UP_FRAMES = 20_000;
const GARBAGE = 400;
const GROWTH_MB_MAX = 100;
/** 700 s ahead at the signal: a pairing code is good for ten minutes. */
const CLOCK = `data:text/javascript,${encodeURIComponent(
  'const now=Date.now;let ahead=0;Date.now=()=>now()+ahead;process.once("SIGUSR2",()=>{ahead=700_000})',
)}`;

describe('links', () => {
  const temporaryFolder = temporaryFolders();
  let world: LinkWorld;
  /** Once all that they need is loaded and warm. */
  let rssBefore: readonly (number | undefined)[];

  beforeAll(async () => {
    process.stderr.write(`link-security: TEST_SEED=${SEED.toString()}\n`);
    world = await openLinkWorld(await temporaryFolder('link-security'));
    await world.expectHonestJob();
  }, 60_000);

  afterAll(async () => {
    await world.end();
  }, 60_000);

  const rss = () => [world.desk.server, world.attic.worker].map(({ command }) => rssMegabytes(command.pid));

  describe('before somebody is known', () => {
    test('strangers, wrong and stolen tokens, and the wrong role are refused and logged', async () => {
      const { folder, attic, coordinator } = world;
      const stranger = await peerIn(folder, 'coordinator', 'stranger');
      expect(await stranger.refusalOf(attic.door)).toMatchObject({ code: 'not-paired' });
      expect(await stranger.refusalOf(coordinator.door)).toMatchObject({ code: 'not-paired' }); // the token is another's
      expect(await stranger.refusalOf(attic.door, { token: '' })).toMatchObject({ code: 'bad-greeting' });
      expect(await coordinator.peer.refusalOf(attic.door)).toMatchObject({ code: 'wrong-token' });
      expect(await coordinator.peer.refusalOf(coordinator.door, { role: 'worker' })).toMatchObject({
        code: 'wrong-role',
      });
      const codes = (await world.atAttic('link.refused')).map(({ code }) => code);
      expect(codes).toEqual(['not-paired', 'not-paired', 'bad-greeting', 'wrong-token', 'wrong-role']);
    });

    test('an older and a newer protocol are refused with words on which side to update', async () => {
      const { coordinator, desk } = world;
      const mallory = await world.joined('elder');
      const older = await coordinator.peer.refusalOf(coordinator.door, {
        protocol: 0,
        program: '0.1.0',
        more: 1,
      } as object);
      expect(older).toMatchObject({ code: 'too-old' });
      expect(older.message).toContain('this computer 0.1.0');
      expect(older.message).toContain('Update MetaExtract on this computer.');
      const newer = await mallory.peer.refusalOf(mallory.door, { protocol: 2, program: '9.0.0' });
      expect(newer).toMatchObject({ code: 'too-new' });
      expect(newer.message).toMatch(/Update MetaExtract on “.+”\.$/);
      expect(await world.atDesk('link.refused')).toContainEqual(
        expect.objectContaining({ code: 'too-new', program: '9.0.0' }),
      );
      await desk.server.client.machines.remove({ id: (await world.machine('elder')).id });
    });

    test('a pairing code is good once, and five wrong ones end all that are open', async () => {
      const { folder, attic, desk } = world;
      const used = codeOf(await attic.worker.code());
      for (const name of ['one', 'another']) {
        const refusal = await refused((await peerIn(folder, 'coordinator', name)).pair(used));
        expect(refusal.code).toBe('wrong-secret');
        expect(refusal.message).toContain('it was used already');
      }
      const codes = await Promise.all(
        [1, 2].map(async () => codeOf((await desk.server.client.machines.invite({ hosts: ['127.0.0.1'] })).code)),
      );
      const guesser = await peerIn(folder, 'worker', 'guesser');
      for (const code of codes.concat(codes, codes).slice(0, 5))
        expect(await refused(guesser.pair({ ...code, secret: 'A'.repeat(22) }))).toMatchObject({
          code: 'wrong-secret',
        });
      for (const code of codes)
        expect((await refused(guesser.pair(code))).message).toContain('somebody has tried wrong codes too often');
      expect((await world.atDesk('link.refused')).filter(({ code }) => code === 'wrong-secret')).toHaveLength(7);
    });

    test.skipIf(process.platform === 'win32')('a code expires, and whoever is forgotten is told so', async () => {
      const { folder } = world;
      const data = join(folder, 'barn');
      const args = ['--name', 'barn', '--slots', '1'];
      const barn = startWorker(data, args, { env: { NODE_OPTIONS: `--import=${CLOCK}` } });
      const code = codeOf(await barn.code());
      const [early, late] = [await peerIn(folder, 'coordinator', 'early'), await peerIn(folder, 'coordinator', 'late')];
      barn.command.child.kill('SIGUSR2');
      await expect.poll(async () => (await refused(late.pair(code))).message).toContain('it has expired');
      await barn.end();

      const again = startWorker(data, args);
      const door = await early.pair(codeOf(await again.code()));
      const link = await early.link(door);
      await link.frame('machine');
      await again.end();
      await link.closed;
      await runCli(['worker', '--forget', 'early', '--data-dir', data]);
      const third = startWorker(data, args);
      const { port } = await third.event('listening');
      expect(await early.refusalOf({ ...door, port })).toMatchObject({ code: 'revoked' });
      await third.end();
    });

    test('a worker that is removed loses its session, and is told so when it comes again', async () => {
      const mallory = await world.joined('removed');
      const link = await mallory.peer.link(mallory.door);
      await world.desk.server.client.machines.remove({ id: (await world.machine('removed')).id });
      await link.closed;
      expect(await mallory.peer.refusalOf(mallory.door)).toMatchObject({ code: 'revoked' });
      expect(await world.atDesk('link.refused')).toContainEqual(expect.objectContaining({ code: 'revoked' }));
    });

    test('who stands between two computers hears nothing but the handshake, and is found out by both', async () => {
      const { folder, attic, desk } = world;
      const impostor = await peerIn(folder, 'worker', 'between');
      await using toWorker = await TlsProxy.to(attic.door.port, impostor.identity);
      await using toDesk = await TlsProxy.to(desk.door.port, impostor.identity);
      const { code: invitation } = await desk.server.client.machines.invite({ hosts: ['127.0.0.1'] });
      const joining = joinWorker(
        join(folder, 'joining'),
        pairingCodeText({ ...codeOf(invitation), port: toDesk.port }),
      );
      const code = pairingCodeText({ ...codeOf(await attic.worker.code()), port: toWorker.port });
      await expect(desk.server.client.machines.pair({ code })).rejects.toThrow(
        /What answers at 127\.0\.0\.1 is not “attic”/,
      );
      const { code: exit, stderr } = await joining.command.ended;
      expect(exit).toBe(1);
      expect(stderr).toContain('nothing was sent');
      expect([toWorker.connections, toDesk.connections]).toEqual([1, 1]);
      expect([toWorker.heard, toDesk.heard]).toEqual(['', '']);
      // a peer that is paired is not spoken to either
      const { peer, door } = world.coordinator;
      await expect(peer.greet({ ...door, port: toWorker.port })).rejects.toMatchObject({ code: 'wrong-certificate' });
      expect(toWorker.heard).toBe('');
    });

    test('whatever is sent instead of a greeting is closed, and others get in meanwhile', async () => {
      const { coordinator, desk, attic } = world;
      let isOver = false;
      const getIn = async () => {
        for (; !isOver; await new Promise((resolve) => setTimeout(resolve, 200))) {
          const { answer, connection } = await coordinator.peer.greet(coordinator.door);
          expect(answer.kind).toBe('welcome');
          connection?.drop();
        }
      };
      const gettingIn = getIn();
      const sent = await Promise.all([
        garbageToGreeting(SEED, attic.door.port, coordinator.peer.identity, GARBAGE),
        garbageToGreeting(SEED + GARBAGE, desk.door.port, coordinator.peer.identity, GARBAGE),
      ]);
      expect(sent).toEqual([GARBAGE, GARBAGE]);
      isOver = true;
      await gettingIn;
      expect((await world.atAttic('link.tls-error')).length).toBeGreaterThan(10);
      expect((await world.atAttic('link.http-error')).length).toBeGreaterThan(10);
      expect(await world.machine('attic')).toMatchObject({ state: 'ready' });
    }, 30_000);
  });

  test('a hundred thousand frames that nobody means end their links at the most', async () => {
    const [toDesk, toAttic] = [randomOf(SEED), randomOf(SEED + 1)];
    const { coordinator, desk } = world;
    const worker = await world.joined('fuzz');
    const attack = (frames: number) =>
      Promise.all([
        fuzz(toDesk, worker, TO_COORDINATOR, frames / 2),
        fuzz(toAttic, coordinator, TO_WORKER, frames / 2),
      ]);
    await attack(WARM_UP_FRAMES);
    rssBefore = rss();
    const { client } = desk.server;
    const job = await client.jobs.create({ sources: [world.photos], cache: 'off', workers: { names: ['attic'] } });
    const ends = await attack(FRAMES);
    const [deskEnds, atticEnds] = ends;
    for (const reason of ends.flat())
      expect(reason).toMatch(/has sent what cannot be accepted|It spoke to a process that never was/);
    expect(deskEnds.length + atticEnds.length).toBeGreaterThan(FRAMES / FRAMES_PER_LINK / 2);
    expect((await world.atDesk('link.bad-frame')).filter(({ peer }) => peer === 'fuzz').length).toBeGreaterThanOrEqual(
      deskEnds.length,
    );
    expect((await world.atAttic('link.bad-frame')).length).toBeGreaterThan(atticEnds.length / 2);
    await jobIn(client, job.id, ['completed']);
    await world.expectRecords(job.id);
    expect(await world.machine('attic')).toMatchObject({ state: 'ready' });
    expect(await world.machine('fuzz')).toMatchObject({ filesDone: 0 });
  }, 60_000);

  test('after all of it both processes live, have not grown, and an honest worker does its work', async () => {
    await world.expectHonestJob();
    const growth = () => rss().map((megabytes, at) => (megabytes ?? 0) - (rssBefore[at] ?? 0));
    await expect.poll(() => Math.max(...growth()), { timeout: 10_000 }).toBeLessThan(GROWTH_MB_MAX);
    process.stderr.write(`link-security: grown by ${growth().map(Math.round).join(' and ')} MB\n`);
    expect(await world.atDesk('link.fault')).toEqual([]);
    expect(await world.atAttic('link.fault')).toEqual([]);
  }, 30_000);
});

async function refused(pairing: Promise<unknown>): Promise<ReachFault> {
  const error: unknown = await pairing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ReachFault) return error;
  throw new Error(`not refused: ${String(error)}`);
}
