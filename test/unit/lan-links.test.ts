import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openMachineLinks } from '../../src-main/links/lan/machine-links.ts';
import { freePort } from '../process/support/free-port.ts';
import { peerNamed } from './fakes/fake-machine.ts';
import { SILENT } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function serverAt(port = 0) {
  const server = createServer().listen(port);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answered = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answered;
}

async function linksAt(joinPort: () => number) {
  const folder = temporaryFolder();
  const links = await openMachineLinks({
    folder,
    peersFile: join(folder, 'peers.json'),
    name: 'desk',
    program: '0.1.0',
    log: SILENT,
    timing: () => ({ heartbeatMs: 2_000, suspectedMs: 6_000, lostMs: 10_000, graceMs: 20_000 }),
    joinPort,
    events: {
      onLink: () => {
        throw new Error('nobody is there');
      },
      onTrouble: () => undefined,
      onPeers: () => undefined,
    },
  });
  onTestFinished(() => links[Symbol.asyncDispose]());
  return links;
}

const { dial: _, ...guest } = peerNamed('attic');

test('who dials in is waited for at the port of the settings, also when that is another one by now', async () => {
  const [first, second] = [await freePort(), await freePort()];
  let port = first;
  const links = await linksAt(() => port);
  await links.connect(guest);
  await links.connect(guest);
  expect((await links.invite(['192.0.2.1'], {})).code.port).toBe(first);
  port = second;
  await links.connect(guest);
  expect((await links.invite(['192.0.2.1'], {})).code.port).toBe(second);
  expect(await answers(second)).toBe(true);
  await expect.poll(() => answers(first)).toBe(false);
});

test('a port that is taken is said in words, and had once it is free', async () => {
  const taken = await serverAt();
  const links = await linksAt(() => taken.port);
  await expect(links.connect(guest)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('another program uses it') as string,
  });
  await taken.close();
  await links.connect(guest);
  expect(await answers(taken.port)).toBe(true);
});
