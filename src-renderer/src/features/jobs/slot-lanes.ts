import type { LaneBlock } from '../../state/lanes.ts';
import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { workerName } from '../../ui/worker-name.ts';

/** A lease in its lane; one that is still read ends now. */
export interface Span {
  readonly block: LaneBlock;
  readonly startMs: number;
  readonly endMs: number;
}

/** What one slot of a worker has read, oldest first. */
export interface SlotLane {
  readonly key: string;
  readonly name: string;
  readonly spans: readonly Span[];
  /** The file that it reads now, as far as is known. */
  readonly currentPath: string | undefined;
  /** Without a result yet, of the lease that it reads now. */
  readonly filesLeft: number;
}

interface Slot {
  readonly workerId: string;
  readonly slot: number;
}

const byName = new Intl.Collator('en', { numeric: true });

/** The lanes of the slots that there are, and of those that have read something and are gone, in the order of their names. */
export function slotLanes(
  blocks: Iterable<LaneBlock>,
  workers: ReadonlyMap<string, WorkerView>,
  nowMs: number,
): readonly SlotLane[] {
  const known = [...workers.values()].flatMap(({ id, slots }) => slots.map(({ slot }) => ({ workerId: id, slot })));
  const lanes = new Map(known.map((slot) => [laneKey(slot), { slot, blocks: [] as LaneBlock[] }]));
  for (const block of blocks) {
    const key = laneKey(block);
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, { slot: block, blocks: [block] });
    else lane.blocks.push(block);
  }
  const sorted = [...lanes.values()].sort((a, b) => inOrder(a.slot, b.slot));
  const slotCounts = new Map<string, number>();
  for (const { slot } of sorted) slotCounts.set(slot.workerId, (slotCounts.get(slot.workerId) ?? 0) + 1);
  return sorted.map(({ slot, blocks: read }) => {
    const worker = workers.get(slot.workerId);
    const lease = worker?.slots.find((each) => each.slot === slot.slot)?.lease;
    return {
      key: laneKey(slot),
      name: laneName(slot, slotCounts.get(slot.workerId) === 1),
      spans: spansOf(read, worker === undefined ? undefined : nowMs),
      currentPath: lease?.currentPath,
      filesLeft: lease?.files ?? 0,
    };
  });
}

function laneKey({ workerId, slot }: Slot): string {
  return `${workerId}/${slot}`;
}

/** This computer's own come first. */
function inOrder(a: Slot, b: Slot): number {
  return Number(isRemote(a)) - Number(isRemote(b)) || byName.compare(a.workerId, b.workerId) || a.slot - b.slot;
}

function isRemote({ workerId }: Slot): boolean {
  return !/^local-\d+$/.test(workerId);
}

function laneName({ workerId, slot }: Slot, isOnly: boolean): string {
  return isOnly ? workerName(workerId) : `${workerName(workerId)}, slot ${slot + 1}`;
}

/** A lease whose end was not heard of ended when the next began, or is read until `nowMs` where its worker is there. */
function spansOf(blocks: readonly LaneBlock[], nowMs: number | undefined): readonly Span[] {
  const sorted = blocks.map((block) => ({ block, ...timesOf(block) })).sort((a, b) => a.startMs - b.startMs);
  return sorted.map(({ block, startMs, endedMs }, index) => {
    const endMs = endedMs ?? sorted[index + 1]?.startMs ?? nowMs ?? startMs;
    return { block, startMs, endMs: Math.max(startMs, endMs) };
  });
}

interface Times {
  readonly startMs: number;
  readonly endedMs: number | undefined;
}

/** Parsed once: the lanes are drawn several times a second, with thousands of blocks. */
const known = new WeakMap<LaneBlock, Times>();

function timesOf(block: LaneBlock): Times {
  const before = known.get(block);
  if (before !== undefined) return before;
  const { startedAt, endedAt } = block;
  const times = { startMs: Date.parse(startedAt), endedMs: endedAt === undefined ? undefined : Date.parse(endedAt) };
  known.set(block, times);
  return times;
}
