import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Peer } from '../../src-link/link.ts';
import { peerNamed, resultOf } from './fakes/fake-machine.ts';
import { attic, leased, opened, pairedFolder } from './fakes/paired-lan.ts';

describe('the machines of a data folder', () => {
  test('have names of their own, which they keep', async () => {
    const dataFolder = pairedFolder();
    const peers = [attic, peerNamed('attic', 'other'), peerNamed('local')];
    const names = async (some: Peer[]) =>
      (await opened({ dataFolder, peers: some })).workers.machines().map(({ name }) => name);
    expect(await names(peers)).toEqual(['attic', 'attic-2', 'local-2']);
    expect(await names(peers.slice(1))).toEqual(['attic-2', 'local-2']);
  });

  test('say why they cannot be reached, and when they are tried again', async () => {
    const lan = await opened({ peers: [attic, { ...peerNamed('cellar'), dial: undefined as never }] });
    expect(lan.states()).toEqual(['attic connecting', 'cellar connecting']);
    const trouble = { message: 'Nothing answers at 192.0.2.7.', nextTryAtMs: lan.clock.nowMs + 4_200 };
    lan.links.options.events.onTrouble(attic, { ...trouble, code: 'unreachable' });
    expect(lan.message()).toBe('Nothing answers at 192.0.2.7. It is tried again in 5 s.');
    lan.links.options.events.onTrouble(attic, {
      ...trouble,
      message: 'It has removed this computer.',
      code: 'revoked',
    });
    expect([lan.states()[0], lan.message()]).toEqual(['attic refused', 'It has removed this computer.']);
    lan.connect(attic).describe();
    expect(lan.states()[0]).toBe('attic ready');
  });

  test('are not connected to by a program that only looks', async () => {
    const lan = await opened({ connects: false });
    expect([lan.states(), lan.links.connected]).toEqual([['attic connecting'], []]);
    expect(lan.message()).toMatch(/^Nothing on this computer is connected to it/);
  });

  test('keep what they have done', async () => {
    const done = { files: 10, bytes: 100, failures: 1, sentBytes: 50, busyMs: 500 };
    const { lan, machine, item, leaseId } = await leased({ work: new Map([['attic', done]]) });
    machine.result(leaseId, [resultOf(item)]);
    expect(lan.workers.machines()).toMatchObject([{ filesDone: 11, bytesDone: 107, failures: 1, busyMs: 505 }]);
    await lan.workers[Symbol.asyncDispose]();
    expect(lan.kept).toEqual([{ name: 'attic', work: { files: 1, bytes: 7, failures: 0, sentBytes: 0, busyMs: 5 } }]);
  });

  test('keep what one of them has done that is paired anew', async () => {
    const { lan, machine, item, leaseId } = await leased();
    machine.result(leaseId, [resultOf(item)]);
    lan.links.known.splice(0, 1, { ...attic, pairedAtMs: 2 });
    lan.links.options.events.onPeers();
    expect(machine.endedBecause).toContain('not paired any more');
    expect(lan.kept).toMatchObject([{ name: 'attic', work: { files: 1, bytes: 7 } }]);
  });

  test('grow by pairing; a wrong code is answered in words', async () => {
    const lan = (await opened({ peers: [] })).start();
    await expect(lan.workers.pair('nonsense')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const code = `metaextract-pair:1?h=192.0.2.7&p=7461&f=${attic.fingerprint}&s=${'s'.repeat(22)}&n=attic`;
    await expect(lan.workers.pair(code)).rejects.toThrow('The code was used.');
    lan.links.toPair = attic;
    expect(await lan.workers.pair(code)).toMatchObject({
      id: attic.id,
      state: 'connecting',
      address: '192.0.2.7:7461',
    });
    expect(lan.links.connected).toEqual(['attic']);
    lan.working(attic);
    expect(lan.up).toHaveLength(1);
  });

  test('of a file that cannot be read are paired still, with no limits', async () => {
    const dataFolder = pairedFolder();
    writeFileSync(join(dataFolder, 'link', 'machines.json'), '{');
    const lan = await opened({ dataFolder });
    expect(lan.workers.machines()).toMatchObject([{ name: 'attic', limits: {} }]);
  });
});
