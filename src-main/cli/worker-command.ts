import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Peer } from '../../src-link/link.ts';
import { PeersFile } from '../../src-link/peers-file.ts';
import { openIdentity } from '../../src-link/identity.ts';
import type { PairingCode } from '../../src-protocol/model/pairing-code.ts';
import { readPairingCode } from '../../src-protocol/model/pairing-code.ts';
import { describeExtractors } from '../../src-worker/extractors/registry.ts';
import type { Schedule } from '../../src-worker/host/schedule.ts';
import { parseSchedule } from '../../src-worker/host/schedule.ts';
import { PEERS_FILE, WorkerHost } from '../../src-worker/host/worker-host.ts';
import { Cleanup } from '../cleanup.ts';
import { linkTiming } from '../config/link-timing.ts';
import { ownAddresses } from '../config/own-addresses.ts';
import { SettingsFile } from '../config/settings-file.ts';
import type { Log } from '../coordinator/ports.ts';
import { createFileLog } from '../log/file-log.ts';
import { readLog } from '../log/read-log.ts';
import { lockDataFolder } from '../store/owner-lock.ts';
import { announceWorker } from './announce-worker.ts';
import { asked, endAtOnceIfAskedAgain } from './asked.ts';
import { deferred } from './deferred.ts';
import { CommandFault } from './exit.ts';
import { OfferedCodes } from './offered-codes.ts';
import { withPortWords } from './port-words.ts';
import { dataFolderOf } from './run-options.ts';
import { runtimeLauncher } from './start-runtimes.ts';
import { programVersion } from './version.ts';
import type { TellEvent } from './worker-events.ts';
import { tellEvents } from './worker-events.ts';
import { serveWorkerHealth } from './worker-health.ts';
import type { WorkerOptions } from './worker-options.ts';

/** Works for other computers until the process is asked to end, and ends well then; asked twice, at once. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  if (options.forget !== undefined) {
    forget(options.forget, folderOf(options));
    return;
  }
  const code = options.join === undefined ? undefined : joinCode(options.join);
  const schedule = options.schedule === undefined ? undefined : scheduleOf(options.schedule);
  const cleanup = new Cleanup();
  try {
    await work({ options, code, schedule, folder: folderOf(options), tell: tellEvents(options.json) }, cleanup);
  } finally {
    await cleanup[Symbol.asyncDispose]();
  }
}

interface Work {
  readonly options: WorkerOptions;
  readonly code: PairingCode | undefined;
  readonly schedule: Schedule | undefined;
  /** What it keeps; a computer may be worker and coordinator, each of its own. */
  readonly folder: string;
  readonly tell: TellEvent;
}

async function work(given: Work, cleanup: Cleanup): Promise<void> {
  const { options, tell } = given;
  const ending = asked(); // whoever hears that it is there may end it at once
  cleanup.use(lockDataFolder(given.folder, 'worker', new Date()));
  const log = cleanup.use(createFileLog(logFileIn(given.folder), options.logLevel));
  const codes: OfferedCodes = cleanup.use(
    new OfferedCodes({
      invite: () => host.invite(options.address.length > 0 ? options.address : ownAddresses(options.host)),
      isAlone: () => host.peers().length === 0,
      tell,
    }),
  );
  const left = deferred<undefined>();
  const onRemoved = () => {
    if (host.address !== undefined) codes.offerIfAlone();
    else if (host.peers().length === 0) left.resolve(undefined); // nobody can come to one that only dials
  };
  const host: WorkerHost = cleanup.use(await withPortWords(openHost(given, log, onRemoved), options.port, '--port'));
  if (options.healthPort !== undefined) cleanup.use(await tellHealth(host, options, options.healthPort, tell));
  if (given.code !== undefined) await Promise.race([joinBy(given.code, host, options.name, tell), ending]);
  if (host.address !== undefined) await listen(given, host, host.address.port, codes, log, cleanup);
  const isAsked = await Promise.race([ending.then(() => true), left.promise.then(() => false)]);
  tell({ event: isAsked ? 'ending' : 'alone' });
  endAtOnceIfAskedAgain();
  await host.drain(options.grace * 1_000);
}

async function openHost({ options, folder, code, schedule, tell }: Work, log: Log, onRemoved: () => void) {
  const settings = new SettingsFile(dataFolderOf(options));
  const said = new Map<string, string>();
  return WorkerHost.open({
    dataFolder: folder,
    tempFolder: resolve(options.temp ?? join(folder, 'temp')),
    roomBytes: options.maxTemp,
    name: options.name,
    program: programVersion(),
    ...(code === undefined && { listen: { host: options.host, port: options.port } }),
    launch: (timeZone) => runtimeLauncher({ TZ: timeZone }),
    slots: options.slots,
    memoryLimitBytes: options.maxMemory * 1_000_000,
    labels: options.labels,
    ...(schedule && { schedule }),
    ...(options.root.length > 0 && { roots: options.root.map((root) => resolve(root)) }),
    extractors: await describeExtractors(process.env),
    log,
    readLog: (limit) => readLog(logFileIn(folder), { limit, level: 'info', contains: undefined }),
    timing: () => linkTiming(settings.get().machines),
    events: {
      onPaired: (peer) => {
        tell({ event: 'paired', peer: peer.name });
      },
      onPeer: (peer, state, message) => {
        if (said.get(peer.id) === `${state} ${message ?? ''}`) return; // each try to reach it ends in the same way
        said.set(peer.id, `${state} ${message ?? ''}`);
        tell({ event: 'link', peer: peer.name, state, ...(message !== undefined && { message }) });
      },
      onDuty: (on, message) => {
        tell({ event: 'duty', on, message });
      },
      onRemoved: (peer: Peer) => {
        tell({ event: 'removed', peer: peer.name });
        onRemoved();
      },
    },
  });
}

async function joinBy(code: PairingCode, host: WorkerHost, name: string, tell: TellEvent): Promise<void> {
  const peer = await host.join(code);
  tell({ event: 'dialling', name, peer: peer.name });
}

async function listen(
  { options, folder, tell }: Work,
  host: WorkerHost,
  port: number,
  codes: OfferedCodes,
  log: Log,
  cleanup: Cleanup,
): Promise<void> {
  const { name, announce } = options;
  tell({ event: 'listening', name, port, addresses: ownAddresses(options.host) });
  const peers = host.peers().map(({ peer }) => peer.name);
  if (peers.length > 0) tell({ event: 'known', peers });
  if (announce) {
    const { fingerprint } = await openIdentity(folder);
    const announced = await announceWorker({ name, port, fingerprint, version: programVersion() }, (error) => {
      log.warn({ error: error.message }, 'worker.not-announced');
      tell({ event: 'not-announced', message: error.message });
    });
    cleanup.use(announced);
  }
  if (options.pair) codes.offer();
  else codes.offerIfAlone();
}

async function tellHealth(host: WorkerHost, options: WorkerOptions, port: number, tell: TellEvent) {
  const listening = serveWorkerHealth({
    host: options.healthHost,
    port,
    figures: () => host.status(),
    notReady: () =>
      host.address === undefined && host.status().links === 0 ? 'It is connected to no computer.' : undefined,
  });
  const health = await withPortWords(listening, port, '--health-port');
  tell({ event: 'health', url: health.url });
  return health;
}

function folderOf(options: WorkerOptions): string {
  const folder = join(dataFolderOf(options), 'worker');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Whoever is forgotten is told so when it next comes. */
function forget(name: string, folder: string): void {
  const lock = lockDataFolder(folder, 'worker', new Date());
  try {
    const peers = new PeersFile(join(folder, PEERS_FILE));
    const named = peers.list().filter((peer) => peer.name === name || peer.id === name);
    if (named.length === 0) {
      const others = peers.list().map((peer) => peer.name);
      throw new CommandFault(
        `No computer “${name}” is paired with this worker${others.length === 0 ? '' : `, but ${others.join(', ')}`}.`,
      );
    }
    for (const { id } of named) peers.remove(id);
  } finally {
    lock[Symbol.dispose]();
  }
  process.stderr.write(`${name} is forgotten.\n`);
}

function logFileIn(folder: string): string {
  return join(folder, 'logs', 'worker.log');
}

function joinCode(text: string): PairingCode {
  const read = readPairingCode(text);
  if (read.ok) return read.code;
  throw new CommandFault(read.reason);
}

function scheduleOf(text: string): Schedule {
  const read = parseSchedule(text);
  if (read.ok) return read.schedule;
  throw new CommandFault(read.reason);
}
