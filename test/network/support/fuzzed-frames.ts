import type { Random } from '../../fixtures/blocks/random.ts';

export function randomBytesOf(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.integer(0, 255)));
}

type Some<T> = readonly [T, ...T[]];

/** What is seldom meant. */
const NASTY: Some<unknown> = [
  null,
  true,
  '',
  -1,
  0.5,
  1e308,
  2 ** 53,
  0,
  7,
  4_096,
  2 ** 40,
  0xff_ff_ff_ff,
  '\ud800',
  '\0',
  '../../etc/passwd',
  'x'.repeat(70_000),
  [],
  {},
  Array.from({ length: 2_000 }, () => ({})),
  JSON.parse('{"__proto__":{"kind":"work"},"constructor":{"prototype":1}}'),
  JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
];

/** Frames that a side may send, by where they belong, and whether one is of its form. */
export interface FrameStock {
  readonly sequenced: Some<object>;
  readonly now: Some<object>;
  accepts(frame: unknown, isSequenced: boolean): boolean;
}

interface FuzzedText {
  readonly text: string;
  /** Whether it takes the next number. */
  readonly isSequenced: boolean;
}

/** A frame of its form, if often with other values than anybody would mean. */
export function strangeFrame(random: Random, stock: FrameStock, number: number): FuzzedText {
  const isSequenced = random.chance(0.7);
  const from = random.pick(isSequenced ? stock.sequenced : stock.now);
  const changed = structuredClone(from);
  change(random, changed);
  const frame = stock.accepts(changed, isSequenced) ? changed : from;
  return { text: JSON.stringify([[isSequenced ? number : 0, frame]]), isSequenced };
}

/** What no side accepts. */
export function brokenFrame(random: Random, stock: FrameStock, number: number): string | Buffer {
  const frame = random.pick(stock.sequenced);
  const text = JSON.stringify([[number, frame]]);
  const at = random.integer(1, text.length - 1);
  return random.pick<() => string | Buffer>([
    () => text.slice(0, at),
    () => text + text,
    () => `${text.slice(0, at)}\u0000${text.slice(at)}`,
    () => JSON.stringify([[number + random.integer(1, 9), frame]]),
    () => JSON.stringify([[-number, frame]]),
    () => JSON.stringify([[0, frame]]),
    () => JSON.stringify([[number, { ...frame, extra: 1 }]]),
    () => JSON.stringify(Array.from({ length: 50_000 }, () => [number])),
    () => JSON.stringify([[number, broken(random, frame, stock)]]),
    () => JSON.stringify([[number, broken(random, frame, stock)]]),
    () => JSON.stringify([[0, { kind: 'beat', received: 2 ** 40, sentAtMs: 1 }]]),
    () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    () => `[[${'[],'.repeat(900_000)}1]]`,
    () => randomBytesOf(random, random.integer(1, 11)),
    () => Buffer.alloc(12, 0xff),
  ])();
}

function broken(random: Random, frame: object, stock: FrameStock): object {
  for (;;) {
    const changed = structuredClone(frame);
    change(random, changed);
    if (!stock.accepts(changed, true)) return changed;
  }
}

/** Somewhere in it, at any depth. */
function change(random: Random, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const object = value as Record<string, unknown>;
  const [first = 'x', ...others] = Object.keys(object);
  const key = random.pick([first, ...others]);
  const inner = object[key];
  if (typeof inner === 'object' && inner !== null && random.chance(0.8)) change(random, inner);
  else if (random.chance(0.15)) Reflect.deleteProperty(object, key);
  else {
    const name = random.chance(0.15) ? random.pick(['__proto__', 'toString', 'kind', 'extra']) : key;
    Object.defineProperty(object, name, { value: random.pick(NASTY), enumerable: true, configurable: true });
  }
}

const RESULT = {
  itemId: 1,
  outcome: 'extracted',
  sizeBytes: 5,
  changedSinceCrawl: false,
  coreJson: '{"format":"JPEG"}',
  tagNames: 'IFD0:Make',
  tagValues: '"A"',
  modulesJson: '{}',
  durationMs: 5,
};
const EXTRACTORS = [{ id: 'exiftool', version: '0' }];

/** What a worker says; as its extractors are of another version, it gets no files. */
export const FROM_WORKER: Some<object> = [
  {
    kind: 'machine',
    machine: {
      name: 'mallory',
      platform: 'linux',
      program: '1.0.0',
      cores: 2,
      memoryBytes: 1e9,
      slots: 2,
      labels: ['raw'],
      gpu: { name: 'none', codecs: ['h264'] },
      extractors: EXTRACTORS,
      roomBytes: 1e9,
    },
  },
  { kind: 'runtime-up', runtime: 0, name: 'local-1', slots: 2, extractors: EXTRACTORS },
  {
    kind: 'runtime',
    runtime: 0,
    message: { kind: 'results', leaseId: 1, results: [RESULT, { ...RESULT, itemId: 2 }] },
  },
  { kind: 'runtime', runtime: 0, message: { kind: 'lease-done', leaseId: 1 } },
  { kind: 'runtime', runtime: 0, message: { kind: 'beat', rssBytes: 1, slots: [{ slot: 0, itemId: 1 }] } },
  { kind: 'runtime', runtime: 0, message: { kind: 'extractor-set-aside', extractorId: 'exiftool', message: 'gone' } },
  { kind: 'runtime-leaving', runtime: 0 },
  { kind: 'runtime-down', runtime: 0, reason: 'it ended', inOrder: true },
  { kind: 'failure', reason: 'none' },
  { kind: 'probed', probe: 1, path: '/etc/passwd', digest: 'a'.repeat(64) },
  { kind: 'log', request: 1, lines: [{ at: '2026-01-01T00:00:00.000Z', level: 'info', event: 'x', fields: { a: 1 } }] },
  { kind: 'leaving', message: 'bye' },
];

export const FROM_WORKER_NOW: Some<object> = [
  {
    kind: 'status',
    status: { state: 'ready', cpuShare: 0.5, memoryFreeBytes: 1e9, rssBytes: 1e8, storedBytes: 0, roomBytes: 1e9 },
  },
  { kind: 'fetch', transfer: 1, leaseId: 1, itemId: 1, part: 0, offset: 0, chunkBytes: 65_536, creditBytes: 65_536 },
  { kind: 'credit', transfer: 1, bytes: 65_536 },
  { kind: 'fetch-end', transfer: 1 },
  { kind: 'beat', received: 0, sentAtMs: 1 },
  { kind: 'beat-back', sentAtMs: 1 },
];

const LEASE = {
  leaseId: 1,
  slot: 0,
  extraction: { profile: 'complete', hashes: [], timeoutMs: 60_000 },
  fingerprints: false,
  items: [{ itemId: 1, path: '/a.jpg', sizeBytes: 5 }],
};

/** What a coordinator says to a worker that has no processes, without what would start some or end the pairing. */
export const FROM_COORDINATOR: Some<object> = [
  { kind: 'rest' },
  { kind: 'probe', probe: 1, paths: ['/etc/hostname'], sizeBytes: 5, parts: [{ offset: 0, bytes: 5 }] },
  { kind: 'ask-log', request: 1, limit: 10 },
  { kind: 'work', slots: 2, memoryLimitBytes: 1e9, timeZone: 'Nowhere/Nothing' },
];

/** What it says to such as are there: it ends the link where there are none. */
export const TO_PROCESSES: Some<object> = [
  { kind: 'runtime', runtime: 0, message: { kind: 'lease', lease: LEASE }, access: [{ kind: 'same-path' }] },
  {
    kind: 'runtime',
    runtime: 0,
    message: { kind: 'lease', lease: { ...LEASE, leaseId: 2 } },
    access: [
      {
        kind: 'sent',
        sizeBytes: 5,
        modifiedMs: 1,
        accessedMs: 1,
        changedMs: 1,
        mode: 0o644,
        sidecars: [{ name: 'a.xmp', sizeBytes: 1 }],
      },
    ],
  },
  { kind: 'runtime', runtime: 0, message: { kind: 'abandon', leaseId: 1 } },
  { kind: 'runtime', runtime: 0, message: { kind: 'drain' } },
];

export const FROM_COORDINATOR_NOW: Some<object> = [
  { kind: 'file-end', transfer: 1, sha256: 'a'.repeat(64) },
  { kind: 'file-fault', transfer: 1, fault: { code: 'io-error', message: 'gone' } },
  { kind: 'beat', received: 0, sentAtMs: 1 },
  { kind: 'beat-back', sentAtMs: 1 },
];
