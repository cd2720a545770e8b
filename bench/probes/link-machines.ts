import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FromMachine, ToMachine } from '../../src-protocol/messages/link.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { FromWorker, Lease, LeaseItem, ToWorker } from '../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { readPairingCode } from '../../src-protocol/model/pairing-code.ts';
import { dialPeer } from '../../src-link/dial-peer.ts';
import { WORKER_FRAMES } from '../../src-link/frame-schemas.ts';
import { openIdentity } from '../../src-link/identity.ts';
import type { Link, LinkListeners, WorkerFrames } from '../../src-link/link.ts';
import { pairByCode } from '../../src-link/pair-by-code.ts';
import { PeersFile } from '../../src-link/peers-file.ts';
import { Prober } from '../../src-worker/host/probe.ts';
import { Roots } from '../../src-worker/host/roots.ts';
import { mergeExtractions } from '../../src-worker/runtime/merge-extractions.ts';
import { fakeExtraction } from './fake-results.ts';

/** What `node link-machines.ts JSON` is to be. */
export interface LinkMachines {
  /** Good for all of them. */
  readonly code: string;
  readonly folder: string;
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly slots: number;
  /** What each file takes; 0: nothing at all. */
  readonly delayMs: number;
  /** Whether files have metadata. */
  readonly finds: boolean;
  readonly program: string;
  readonly extractors: readonly ExtractorDescription[];
}

const RUNTIME = 1;
const BEAT_MS = 1_000;
const EXIFTOOL = { id: 'exiftool', version: '0' };
const TIMING = { heartbeatMs: 2_000, suspectedMs: 6_000, lostMs: 10_000, graceMs: 20_000 };
/** They see all files, though they do not read them. */
const prober = new Prober(await Roots.of(undefined));
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const [json] = process.argv.slice(2);
if (json === undefined) throw new Error('usage: link-machines.ts JSON');
const machines = JSON.parse(json) as LinkMachines;
for (const name of machines.names) await pairAndServe(name);
process.send?.('joined');

/** Pairs over a real link of its own, with a certificate of its own, and works on leases from then on. */
async function pairAndServe(name: string): Promise<void> {
  const { code, folder, program } = machines;
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const read = readPairingCode(code);
  if (!read.ok) throw new Error(read.reason);
  const identity = await openIdentity(own);
  const peers = new PeersFile(join(own, 'peers.json'));
  const peer = await pairByCode(read.code, { identity, role: 'worker', name, program, peers });
  dialPeer<WorkerFrames>({
    peer,
    identity,
    role: 'worker',
    name,
    program,
    frames: WORKER_FRAMES,
    timing: () => TIMING,
    log: SILENT,
    onLink: (link) => serve(link, name),
    onTrouble: ({ message }) => {
      process.stderr.write(`${name}: ${message}\n`);
    },
  });
}

/** A machine whose files take a fixed time in each slot, one after another, and which reads nothing. */
function serve(link: Link<WorkerFrames>, name: string): LinkListeners<WorkerFrames> {
  const { slots, labels, program, extractors, delayMs } = machines;
  const freeAtMs = Array.from({ length: slots }, () => 0);
  let isUp = false;
  const beat = setInterval(() => {
    tellStatus();
    if (isUp) tell({ kind: 'beat', rssBytes: 0, slots: [] });
  }, BEAT_MS);
  const tellStatus = () => {
    const status = { state: 'ready', cpuShare: 0, memoryFreeBytes: 1e9, rssBytes: 0, storedBytes: 0 } as const;
    link.sendNow({ kind: 'status', status });
  };
  const say = (frame: FromMachine) => {
    link.send(frame);
  };
  const tell = (message: FromWorker) => {
    say({ kind: 'runtime', runtime: RUNTIME, message });
  };
  say({
    kind: 'machine',
    machine: {
      name,
      platform: process.platform,
      program,
      cores: slots,
      memoryBytes: 1e9,
      slots,
      labels: [...labels],
      extractors: [...extractors],
      roomBytes: 0,
    },
  });
  tellStatus();

  function work(lease: Lease): void {
    const { leaseId, slot, items } = lease;
    const begin = Math.max(performance.now(), freeAtMs[slot] ?? 0);
    const end = begin + delayMs * items.length;
    freeAtMs[slot] = end;
    const answer = () => {
      tell({ kind: 'results', leaseId, results: items.map(resultOf) });
      tell({ kind: 'lease-done', leaseId });
    };
    if (delayMs === 0) answer();
    else setTimeout(answer, end - performance.now());
  }

  function hear(message: ToWorker): void {
    if (message.kind === 'lease') work(message.lease);
  }

  return {
    onFrame: (frame: ToMachine) => {
      if (frame.kind === 'work') {
        if (!isUp) say({ kind: 'runtime-up', runtime: RUNTIME, name: 'local-1', slots, extractors: [...extractors] });
        isUp = true;
      } else if (frame.kind === 'runtime') hear(frame.message);
      else if (frame.kind === 'probe') void prober.probe(frame).then(say);
    },
    onFrameNow: () => undefined,
    onChunk: () => undefined,
    onState: () => undefined,
    onEnd: () => {
      clearInterval(beat);
    },
  };
}

function resultOf(file: LeaseItem): ItemResult {
  if (machines.finds) return mergeExtractions(file, [{ extractor: EXIFTOOL, extraction: fakeExtraction(file.itemId) }]);
  return {
    itemId: file.itemId,
    outcome: 'no-metadata',
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: '',
    tagValues: '',
    modulesJson: '{}',
    durationMs: machines.delayMs,
  };
}
