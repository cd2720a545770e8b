import { z } from 'zod';
import { LogLine } from '../model/log-line.ts';
import { ExtractorDescription } from '../model/extraction.ts';
import { Fault } from '../model/fault.ts';
import { listOf } from '../model/list-of.ts';
import { FileStat, FromWorker, LEASE_ITEMS_MAX, LONGEST_PATH, ToWorker } from './worker.ts';

/** Raised whenever a frame changes its meaning; a peer of another version is refused, and told which side to update. */
export const LINK_PROTOCOL_VERSION = 1;

/** Before a peer is known: one frame of at most so many bytes. */
export const GREETING_BYTES_MAX = 4_096;
/** A text frame of a known peer. */
export const FRAME_BYTES_MAX = 96 * 1_024 * 1_024;
/** A part of a file, without its header. */
export const CHUNK_BYTES_MAX = 10 * 1_024 * 1_024;

const Path = z.string().min(1).max(LONGEST_PATH);
const Count = z.int().nonnegative();
/** It is shown in terminals and logs: without what would move their cursor, or turn the direction of what is around it. */
export const PeerName = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]{1,100}$/u)
  .max(100);
/** base64url of random bytes. */
const Random = z.string().regex(/^[\w-]{16,86}$/);

export const LinkRole = z.enum(['coordinator', 'worker']);
export type LinkRole = z.infer<typeof LinkRole>;

/** What every first frame has, of whatever version: enough to say which side is to be updated. */
export const AnyGreeting = z.looseObject({
  kind: z.enum(['pair', 'hello']),
  protocol: z.int(),
  /** Version of the program. */
  program: z.string().max(100),
});

const speaker = { protocol: z.int(), program: z.string().max(100), name: PeerName };
const greeting = { ...speaker, role: LinkRole };

/** The first frame of whoever has dialled. */
export const Greeting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pair'), ...greeting, secret: Random }),
  z.strictObject({
    kind: z.literal('hello'),
    ...greeting,
    token: Random,
    /** Chosen by the dialler for each session; the same when it goes on after a break of the link. */
    session: Random,
    /** Sequenced frames of this session that it has received. */
    received: Count,
  }),
]);
export type Greeting = z.infer<typeof Greeting>;

export const RefusalCode = z.enum([
  'not-paired',
  'wrong-secret',
  'wrong-token',
  'revoked',
  'wrong-role',
  'too-old',
  'too-new',
  'bad-greeting',
]);
export type RefusalCode = z.infer<typeof RefusalCode>;

/** What it is answered; after `paired` and `refused` the connection is closed. */
export const GreetingAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('paired'),
    ...speaker,
    /** What the dialler shows from now on. */
    token: Random,
  }),
  z.strictObject({
    kind: z.literal('welcome'),
    ...speaker,
    /** False where the listener does not know the session, or not any more: the dialler begins a new one. */
    resumed: z.boolean(),
    received: Count,
  }),
  z.strictObject({
    kind: z.literal('refused'),
    code: RefusalCode,
    message: z
      .string()
      .regex(/^\P{Cc}*$/u)
      .max(1_000),
  }),
]);
export type GreetingAnswer = z.infer<typeof GreetingAnswer>;

/** Outside of the sequence, each second or so, both ways: a sign of life, and what has arrived. */
export const Beat = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('beat'), received: Count, sentAtMs: z.number() }),
  /** At once, so that the other knows the delay of the link. */
  z.strictObject({ kind: z.literal('beat-back'), sentAtMs: z.number() }),
]);
export type Beat = z.infer<typeof Beat>;

/** A process of a machine: it has a number of its own, so that one that was restarted is not taken for the one before. */
const Runtime = z.int().nonnegative();
/** A file on its way, numbered by the worker. */
const Transfer = z.int().min(0).max(0xff_ff_ff_ff);

export const Gpu = z.strictObject({
  name: z.string().max(200),
  /** That it can decode, as far as the worker can tell. */
  codecs: z.array(z.string().max(50)).max(100),
});

/** What a machine is and can do. */
export const MachineDescription = z.strictObject({
  name: PeerName,
  platform: z.string().max(50),
  program: z.string().max(100),
  cores: z.int().min(1).max(4_096),
  memoryBytes: z.number().nonnegative(),
  /** Files that it would read at the same time. */
  slots: z.int().min(1).max(1_024),
  labels: listOf(z.string().max(100), 100),
  gpu: Gpu.optional(),
  extractors: listOf(ExtractorDescription, 100),
  /** Room for files that are sent to it; the largest that it can take. */
  roomBytes: z.number().nonnegative(),
});
export type MachineDescription = z.infer<typeof MachineDescription>;

/** How a machine stands, about once a second; the latest counts. */
export const MachineStatus = z.strictObject({
  /** `off-duty`: by its schedule, or as its person wants it. */
  state: z.enum(['ready', 'off-duty', 'draining']),
  message: z.string().max(1_000).optional(),
  /** Of all cores, 0 to 1. */
  cpuShare: z.number(),
  memoryFreeBytes: z.number(),
  /** Of its processes together. */
  rssBytes: z.number(),
  /** Files that were sent to it and lie there. */
  storedBytes: z.number(),
  /** As in its description, as its disk says it now. */
  roomBytes: z.number().nonnegative().optional(),
});
export type MachineStatus = z.infer<typeof MachineStatus>;

/** How a worker comes by one file of a lease. */
export const FileAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same-path') }),
  z.strictObject({ kind: z.literal('mapped'), path: Path }),
  z.strictObject({
    kind: z.literal('sent'),
    /** Of the file when it was leased. */
    sizeBytes: Count,
    ...FileStat.shape,
    /** Files that lie beside it and belong to it. */
    sidecars: listOf(z.strictObject({ name: Path, sizeBytes: Count }), 16),
  }),
  /** It could not even be looked at, and is not read. */
  z.strictObject({ kind: z.literal('fault'), fault: Fault }),
]);
export type FileAccess = z.infer<typeof FileAccess>;

/** A part of a file that both sides hash, to see whether it is the same. */
const ProbePart = z.strictObject({ offset: Count, bytes: z.int().min(1).max(1_048_576) });

/** Sequenced frames of the coordinator. */
export const ToMachine = z.discriminatedUnion('kind', [
  /** Have so many slots working, each process within its memory, in this time zone (IANA), which dates are printed in. */
  z.strictObject({
    kind: z.literal('work'),
    slots: z.int().min(1).max(1_024),
    memoryLimitBytes: z.number().min(1e8),
    timeZone: z.string().max(100),
  }),
  /** Let all runtimes finish what they have, and end them. */
  z.strictObject({ kind: z.literal('rest') }),
  z.strictObject({
    kind: z.literal('runtime'),
    runtime: Runtime,
    message: ToWorker,
    /** With a lease: one for each of its files, in their order. */
    access: listOf(FileAccess, LEASE_ITEMS_MAX).optional(),
  }),
  z.strictObject({
    kind: z.literal('probe'),
    probe: Count,
    /** Paths at the worker to look at, the likeliest first. */
    paths: listOf(Path, 32, 1),
    sizeBytes: Count,
    parts: listOf(ProbePart, 8, 1),
  }),
  z.strictObject({ kind: z.literal('ask-log'), request: Count, limit: z.int().min(1).max(1_000) }),
  /** The coordinator does not want it any more: what it has of it is to be forgotten. */
  z.strictObject({ kind: z.literal('removed') }),
]);
export type ToMachine = z.infer<typeof ToMachine>;

/** Sequenced frames of a worker. */
export const FromMachine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('machine'), machine: MachineDescription }),
  z.strictObject({
    kind: z.literal('runtime-up'),
    runtime: Runtime,
    name: z.string().min(1).max(100),
    slots: z.int().min(1).max(256),
    extractors: listOf(ExtractorDescription, 100),
  }),
  z.strictObject({ kind: z.literal('runtime'), runtime: Runtime, message: FromWorker }),
  /** It is worn or not needed any more: it finishes what it has, and a further lease would only be given back. */
  z.strictObject({ kind: z.literal('runtime-leaving'), runtime: Runtime }),
  z.strictObject({
    kind: z.literal('runtime-down'),
    runtime: Runtime,
    reason: z.string().max(1_000),
    /** It ended as it was told to: what it was given and has not finished was never read. */
    inOrder: z.boolean(),
  }),
  /** Runtimes cannot be had there at all. */
  z.strictObject({ kind: z.literal('failure'), reason: z.string().max(1_000) }),
  z.strictObject({
    kind: z.literal('probed'),
    probe: Count,
    /** The first of the paths with this content; absent where there is none. */
    path: Path.optional(),
    /** SHA-256 over the parts at that path, hex. */
    digest: z.string().length(64).optional(),
    /** Why the first of the paths is not it, in words. */
    message: z.string().max(1_000).optional(),
  }),
  z.strictObject({ kind: z.literal('log'), request: Count, lines: listOf(LogLine, 1_000) }),
  /** It is about to end, or was told to leave. */
  z.strictObject({ kind: z.literal('leaving'), message: z.string().max(1_000) }),
]);
export type FromMachine = z.infer<typeof FromMachine>;

/** Frames of a worker outside of the sequence: after a break of the link they are said anew. */
export const FromMachineNow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status: MachineStatus }),
  /** Send a file of a lease (`part` 0) or one of its sidecars (1 …) from `offset` on, and no more than the credit. */
  z.strictObject({
    kind: z.literal('fetch'),
    transfer: Transfer,
    leaseId: Count,
    itemId: Count,
    part: z.int().min(0).max(16),
    offset: Count,
    chunkBytes: z.int().min(4_096).max(CHUNK_BYTES_MAX),
    creditBytes: z
      .int()
      .min(1)
      .max(64 * 1_024 * 1_024),
  }),
  /** So much more may come. */
  z.strictObject({ kind: z.literal('credit'), transfer: Transfer, bytes: z.int().min(1) }),
  /** It is not wanted any more. */
  z.strictObject({ kind: z.literal('fetch-end'), transfer: Transfer }),
]);
export type FromMachineNow = z.infer<typeof FromMachineNow>;

/** Frames of the coordinator outside of the sequence. */
export const ToMachineNow = z.discriminatedUnion('kind', [
  /** All of it was sent; `sha256` is of the whole file, hex. */
  z.strictObject({ kind: z.literal('file-end'), transfer: Transfer, sha256: z.string().length(64) }),
  z.strictObject({ kind: z.literal('file-fault'), transfer: Transfer, fault: Fault }),
]);
export type ToMachineNow = z.infer<typeof ToMachineNow>;
