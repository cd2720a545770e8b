import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Chunk, CoordinatorFrames, Link, LinkListeners, Peer } from '../../../src-link/link.ts';
import type { FromMachine, ToMachine, ToMachineNow } from '../../../src-protocol/messages/link.ts';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { LeaseItem } from '../../../src-protocol/messages/worker.ts';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import type { Fault } from '../../../src-protocol/model/fault.ts';

export const OWN_EXTRACTORS: readonly ExtractorDescription[] = [{ id: 'exiftool', version: '13.59+1' }];

export function peerNamed(name: string, id = `peer-${name}`): Peer {
  const fingerprint = createHash('sha256').update(id).digest('base64url');
  return {
    id,
    name,
    role: 'worker',
    fingerprint,
    pairedAtMs: 1,
    dial: { hosts: ['192.0.2.7'], port: 7461, token: 't' },
  };
}

/** The other end of a link in memory: a machine that says what a test has it say, and keeps what it is told. */
export class FakeMachine {
  readonly peer: Peer;
  readonly told: ToMachine[] = [];
  readonly toldNow: ToMachineNow[] = [];
  readonly chunks: Chunk[] = [];
  /** Where files of this computer are there, by the path there. */
  files = new Map<string, string>();
  endedBecause: string | undefined;
  /** Set to hold up what is sent in chunks. */
  chunkGate: Promise<unknown> = Promise.resolve();
  isBroken = false;
  #listeners: LinkListeners<CoordinatorFrames> | undefined;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  get link(): Link<CoordinatorFrames> {
    return {
      peer: this.peer,
      address: '192.0.2.9',
      delayMs: 4,
      unreceived: 0,
      send: (frame) => {
        this.told.push(structuredClone(frame));
        if (frame.kind === 'probe') this.#answerProbe(frame);
      },
      sendNow: (frame) => {
        this.toldNow.push(frame);
      },
      sendChunk: async (chunk) => {
        await this.chunkGate;
        if (this.isBroken) return false;
        this.chunks.push({ ...chunk, bytes: Buffer.from(chunk.bytes) });
        return true;
      },
      end: (reason) => {
        this.end(reason);
      },
    };
  }

  connect(meet: (link: Link<CoordinatorFrames>) => LinkListeners<CoordinatorFrames>): this {
    this.#listeners = meet(this.link);
    this.#listeners.onState('up');
    return this;
  }

  say(frame: FromMachine): void {
    this.#listeners?.onFrame(frame);
  }

  sayNow(frame: CoordinatorFrames['inNow']): void {
    this.#listeners?.onFrameNow(frame);
  }

  state(state: 'up' | 'suspected' | 'broken'): void {
    this.isBroken = state === 'broken';
    this.#listeners?.onState(state);
  }

  end(reason: string): void {
    if (this.endedBecause !== undefined) return;
    this.endedBecause = reason;
    this.#listeners?.onEnd(reason);
  }

  describe(extractors = OWN_EXTRACTORS, slots = 4): this {
    this.say({
      kind: 'machine',
      machine: {
        name: this.peer.name,
        platform: 'linux',
        program: '0.1.0',
        cores: 4,
        memoryBytes: 8e9,
        slots,
        labels: ['raw'],
        extractors: [...extractors],
        roomBytes: 1e9,
      },
    });
    return this;
  }

  up(runtime = 1, slots = 2, extractors = OWN_EXTRACTORS): this {
    this.say({ kind: 'runtime-up', runtime, name: `local-${runtime}`, slots, extractors: [...extractors] });
    return this;
  }

  down(runtime = 1, inOrder = false): void {
    this.say({ kind: 'runtime-down', runtime, reason: 'it was ended by SIGKILL', inOrder });
  }

  result(leaseId: number, results: ItemResult[], runtime = 1): void {
    this.say({ kind: 'runtime', runtime, message: { kind: 'results', leaseId, results } });
  }

  done(leaseId: number, runtime = 1): void {
    this.say({ kind: 'runtime', runtime, message: { kind: 'lease-done', leaseId } });
  }

  toldOf<K extends ToMachine['kind']>(kind: K): (ToMachine & { kind: K })[] {
    return this.told.filter((frame): frame is ToMachine & { kind: K } => frame.kind === kind);
  }

  /** The ways to the files of the leases that it was given. */
  get accesses(): string[] {
    return this.toldOf('runtime').flatMap(({ access }) =>
      (access ?? []).map((one) =>
        one.kind === 'mapped' ? `mapped ${one.path}` : one.kind === 'fault' ? one.fault.code : one.kind,
      ),
    );
  }

  get leases(): number[] {
    return this.toldOf('runtime').flatMap(({ message }) => (message.kind === 'lease' ? [message.lease.leaseId] : []));
  }

  #answerProbe({ probe, paths, sizeBytes, parts }: ToMachine & { kind: 'probe' }): void {
    const path = paths.find((each) => {
      const file = this.files.get(each);
      return file !== undefined && statSync(file).size === sizeBytes;
    });
    const content = path === undefined ? undefined : readFileSync(this.files.get(path) ?? '');
    const hash = createHash('sha256');
    for (const { offset, bytes } of parts) hash.update(content?.subarray(offset, offset + bytes) ?? '');
    const answer = path === undefined ? { message: 'it is not there' } : { path, digest: hash.digest('hex') };
    setImmediate(() => {
      this.say({ kind: 'probed', probe, ...answer });
    });
  }
}

export function resultOf({ itemId, sizeBytes }: LeaseItem, fault?: Fault): ItemResult {
  return {
    itemId,
    outcome: fault === undefined ? 'extracted' : 'failed',
    ...(fault === undefined ? { sizeBytes } : { fault }),
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: '',
    tagValues: '',
    modulesJson: '{}',
    durationMs: 5,
  };
}
