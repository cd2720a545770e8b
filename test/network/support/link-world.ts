import { mkdir, readdir, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Machine } from '../../../src-protocol/contract/machines.ts';
import { PeersFile } from '../../../src-link/peers-file.ts';
import { newSecret, sha256 } from '../../../src-link/secret.ts';
import { writeCollection } from '../../fixtures/collection.ts';
import { QUICK_FORMATS } from '../../fixtures/formats.ts';
import { writeSettings } from './desk.ts';
import { codeOf, RawPeer, type Door } from './raw-peer.ts';
import { freePort } from '../../process/support/free-port.ts';
import { differencesBetween } from '../../process/support/record-comparison.ts';
import { runCli } from '../../process/support/run-cli.ts';
import { jobIn, startServer, type RunningServer } from '../../process/support/server.ts';
import { startWorker, type RunningWorker } from '../../process/support/worker.ts';

const FILES = 60;

/** A server and an honest worker of it, which knows some other coordinators too: those may be anything. */
export interface LinkWorld {
  readonly folder: string;
  readonly photos: string;
  /** The only other folder that the worker may read. */
  readonly inside: string;
  readonly desk: { readonly server: RunningServer; readonly data: string; readonly door: Door };
  readonly attic: { readonly worker: RunningWorker; readonly data: string; readonly door: Door };
  /** A coordinator that the worker knows already. */
  readonly coordinator: { readonly peer: RawPeer; readonly door: Door };
  /** Pairs another worker with the server. */
  joined(name: string): Promise<{ readonly peer: RawPeer; readonly door: Door }>;
  /** A machine as the server sees it. */
  machine(name: string): Promise<Machine>;
  /** What the server has logged of an event. */
  atDesk(event: string): Promise<Logged[]>;
  /** What the worker has logged of an event. */
  atAttic(event: string): Promise<Logged[]>;
  /** Whatever goes on, the honest worker reads the photos as this computer does. */
  expectHonestJob(): Promise<void>;
  /** Of a job over the photos. */
  expectRecords(jobId: number): Promise<void>;
  end(): Promise<void>;
}

type Logged = Record<string, unknown>;

export async function openLinkWorld(folder: string): Promise<LinkWorld> {
  const [photos, inside] = [join(folder, 'photos'), join(folder, 'inside')];
  const [deskData, atticData] = [join(folder, 'desk'), join(folder, 'attic')];
  await mkdir(inside, { recursive: true });
  await writeCollection({ folder: photos, count: FILES, seed: 7, formats: QUICK_FORMATS, paddingScale: 0 });
  const joinPort = await freePort();
  await writeSettings(deskData, { machines: { joinPort, graceS: 1 } });
  const peer = await peerIn(folder, 'coordinator', 'stranger-desk');
  const token = newSecret(32);
  new PeersFile(join(atticData, 'worker', 'worker-peers.json')).add({
    id: 'stranger',
    name: peer.name,
    role: 'coordinator',
    fingerprint: peer.identity.fingerprint,
    pairedAtMs: 0,
    tokenHash: sha256(token),
  });
  const roots = ['--root', photos, '--root', inside];
  const worker = startWorker(atticData, [
    '--name',
    'attic',
    '--slots',
    '1',
    '--pair',
    '--log-level',
    'debug',
    ...roots,
  ]);
  const server = await startServer(deskData, ['--log-level', 'debug']);
  const code = codeOf(await worker.code());
  await server.client.machines.pair({ code: await worker.code() });
  const invited = async (uses: number) => {
    const invitation = await server.client.machines.invite({ hosts: ['127.0.0.1'], uses });
    return codeOf(invitation.code);
  };
  const { fingerprint } = await invited(1);
  const { client } = server;
  const args = ['extract', photos, '--local-only', '--no-cache', '-o', '-', '--data-dir', join(folder, 'alone')];
  const expected = (await runCli(args)).stdout;
  const expectRecords = async (jobId: number) => {
    const { stdout } = await runCli(['export', jobId.toString(), '-f', 'jsonl', '--data-dir', deskData]);
    expect(differencesBetween(stdout, expected)).toEqual([]);
  };
  return {
    folder,
    photos,
    inside,
    expectRecords,
    expectHonestJob: async () => {
      const job = await client.jobs.create({ sources: [photos], cache: 'off', workers: { names: ['attic'] } });
      await jobIn(client, job.id, ['completed']);
      await expectRecords(job.id);
    },
    machine: async (name) => {
      const found = (await client.machines.list()).machines.find((each) => each.name === name);
      if (found === undefined) throw new Error(`there is no ${name}`);
      return found;
    },
    atDesk: (event) => logged(join(deskData, 'logs', 'metaextract.log'), event),
    atAttic: (event) => logged(join(atticData, 'worker', 'logs', 'worker.log'), event),
    end: async () => {
      worker.command.child.kill(); // a second signal has it not wait for links that a test has broken
      await server.end();
      await worker.end();
    },
    desk: { server, data: deskData, door: { name: 'desk', port: joinPort, fingerprint } },
    attic: { worker, data: atticData, door: { name: 'attic', port: code.port, fingerprint: code.fingerprint } },
    coordinator: { peer, door: { name: 'attic', port: code.port, fingerprint: code.fingerprint, token } },
    joined: async (name) => {
      const joining = await peerIn(folder, 'worker', name);
      return { peer: joining, door: await joining.pair(await invited(1)) };
    },
  };
}

export async function peerIn(folder: string, role: 'coordinator' | 'worker', name: string): Promise<RawPeer> {
  const own = join(folder, `peer-${name}`);
  await mkdir(own, { recursive: true });
  return RawPeer.named(own, role, name);
}

/** Events of a log file, with their fields. */
async function logged(file: string, event: string): Promise<Logged[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.includes(`"${event}"`));
  return lines.map((line) => JSON.parse(line) as Logged).filter(({ msg }) => msg === event);
}

/** Resident memory of a process, where the system tells. */
export function rssMegabytes(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid.toString()}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}

/** All that lies under a folder, without some of its folders. */
export async function filesOf(folder: string, without: readonly string[]): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => without.every((each) => !path.startsWith(each)))
    .sort();
}
