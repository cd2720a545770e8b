import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { FromWorker, Lease } from '../../src-protocol/messages/worker.ts';
import { PROTOCOL_VERSION, ToWorker } from '../../src-protocol/messages/worker.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import type { ExtractorSet } from '../extractors/extractor.ts';
import type { Channel } from './channel.ts';
import { ResultOutbox } from './result-outbox.ts';
import { Slot } from './slot.ts';

export const BEAT_INTERVAL_MS = 1_000;

export interface RuntimeOptions {
  readonly channel: Channel;
  readonly extractors: ExtractorSet;
  readonly slots: number;
  /** Ends the process. */
  readonly exit: (code: number) => void;
}

interface SlotLane {
  readonly slot: Slot;
  readonly waiting: Lease[];
  working: { readonly lease: Lease; readonly abort: AbortController } | undefined;
}

/** Serves one worker process: takes leases from the channel, works on one in each slot, and streams results back. */
export function serveRuntime({ channel, extractors, slots, exit }: RuntimeOptions): void {
  const outbox = new ResultOutbox((leaseId, results) => {
    channel.post({ kind: 'results', leaseId, results });
  });
  const events = {
    onResult: (leaseId: number, result: ItemResult) => {
      outbox.add(leaseId, result);
    },
    onSetAside: (extractorId: string, message: string) => {
      channel.post({ kind: 'extractor-set-aside', extractorId, message: message.slice(0, 4_000) });
    },
  };
  const lanes: SlotLane[] = Array.from({ length: slots }, () => ({
    slot: new Slot(extractors(), events),
    waiting: [],
    working: undefined,
  }));
  let draining = false;

  function next(lane: SlotLane): Lease | undefined {
    // a lease that waits behind a slow one is worked on where there is room
    return lane.waiting.shift() ?? lanes.find(({ waiting, working }) => waiting.length > 0 && working)?.waiting.shift();
  }

  async function workOff(lane: SlotLane): Promise<void> {
    if (lane.working !== undefined) return;
    for (let lease = next(lane); lease !== undefined; lease = next(lane)) {
      const abort = new AbortController();
      lane.working = { lease, abort };
      await lane.slot.work(lease, abort.signal);
      outbox.flush();
      channel.post({ kind: 'lease-done', leaseId: lease.leaseId });
      lane.working = undefined;
    }
    endIfDrained();
  }

  function endIfDrained(): void {
    if (draining && lanes.every(({ working, waiting }) => working === undefined && waiting.length === 0)) exit(0);
  }

  function take(lease: Lease): void {
    const lane = lanes[lease.slot % lanes.length];
    if (lane === undefined) return;
    lane.waiting.push(lease);
    const idle = lanes.find(({ working }) => working === undefined);
    void workOff(lane.working === undefined ? lane : (idle ?? lane));
  }

  function abandon(leaseId: number): void {
    for (const lane of lanes) {
      const at = lane.waiting.findIndex((lease) => lease.leaseId === leaseId);
      if (at >= 0) {
        lane.waiting.splice(at, 1);
        channel.post({ kind: 'lease-done', leaseId }); // its place is free again
      }
      if (lane.working?.lease.leaseId === leaseId) lane.working.abort.abort();
    }
  }

  channel.onMessage((raw) => {
    const message = ToWorker.parse(raw);
    switch (message.kind) {
      case 'lease':
        take(message.lease);
        break;
      case 'abandon':
        abandon(message.leaseId);
        break;
      case 'drain':
        draining = true;
        endIfDrained();
        break;
      default:
        unreachable(message);
    }
  });
  channel.onClose(() => {
    exit(0);
  });

  const hello: FromWorker = {
    kind: 'hello',
    protocol: PROTOCOL_VERSION,
    pid: process.pid,
    slots,
    extractors: lanes[0]?.slot.extractors ?? [],
  };
  channel.post(hello);
  setInterval(() => {
    channel.post({
      kind: 'beat',
      rssBytes: process.memoryUsage.rss(),
      slots: lanes.map(({ slot }, index) => {
        const itemId = slot.readingItemId;
        return itemId === undefined ? { slot: index } : { slot: index, itemId };
      }),
    });
  }, BEAT_INTERVAL_MS).unref();
  for (const { slot } of lanes) void slot.start();
}
