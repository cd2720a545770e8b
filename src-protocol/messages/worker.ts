import { z } from 'zod';
import { ExtractionOptions, ExtractorDescription } from '../model/extraction.ts';
import { listOf } from '../model/list-of.ts';
import { isPlainResult, ItemId, ItemResult } from './item-result.ts';

/** Raised whenever a message changes its meaning; a peer of another version is refused at its hello. */
export const PROTOCOL_VERSION = 1;

/** Bounds that keep one frame, and what is decoded from it, small. */
export const LEASE_ITEMS_MAX = 256;
const SLOTS_MAX = 1_024;
const EXTRACTORS_MAX = 100;
export const LONGEST_PATH = 65_536;

const LeaseId = z.int().nonnegative();

/** What a file system says of a file, as stat gives it; times in milliseconds since 1970. */
export const FileStat = z.strictObject({
  modifiedMs: z.number(),
  accessedMs: z.number(),
  changedMs: z.number(),
  mode: z.int().nonnegative(),
});

/** What the record is to say of a file that is read from a copy, or under another path than its own. */
export const OriginalFile = z.strictObject({
  /** In the form of path-codec.ts. */
  path: z.string().max(LONGEST_PATH),
  /** Of a copy. */
  stat: FileStat.optional(),
});
export type OriginalFile = z.infer<typeof OriginalFile>;

export const LeaseItem = z.strictObject({
  itemId: ItemId,
  /** In the form of path-codec.ts. */
  path: z.string().max(LONGEST_PATH),
  /** As the crawl saw it; a file that has another size when it is read has changed since. */
  sizeBytes: z.number().nonnegative(),
  original: OriginalFile.optional(),
});
export type LeaseItem = z.infer<typeof LeaseItem>;

/** A batch of files for one slot of a worker, to be read in this order. */
export const Lease = z.strictObject({
  leaseId: LeaseId,
  slot: z.int().nonnegative(),
  extraction: ExtractionOptions,
  /** Whether to hash the ends of each file, so that it is recognised after a move. */
  fingerprints: z.boolean(),
  items: listOf(LeaseItem, LEASE_ITEMS_MAX, 1),
});
export type Lease = z.infer<typeof Lease>;

export const ToWorker = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lease'), lease: Lease }),
  /** Give a lease up at once; what is unfinished is not wanted any more. */
  z.strictObject({ kind: z.literal('abandon'), leaseId: LeaseId }),
  /** Finish what is leased, then end. */
  z.strictObject({ kind: z.literal('drain') }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

/** Of a lease. */
const Results = z.unknown().transform((value, context): ItemResult[] => {
  if (Array.isArray(value) && value.length <= LEASE_ITEMS_MAX && value.every(isPlainResult)) return value;
  const { data, error } = listOf(ItemResult, LEASE_ITEMS_MAX).safeParse(value);
  for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
  return data ?? z.NEVER;
});

export const SlotBeat = z.strictObject({
  slot: z.int().nonnegative(),
  /** The file being read, or absent while idle. */
  itemId: ItemId.optional(),
});

export const FromWorker = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hello'),
    protocol: z.int(),
    pid: z.int(),
    slots: z.int().min(1),
    extractors: listOf(ExtractorDescription, EXTRACTORS_MAX),
  }),
  z.strictObject({ kind: z.literal('beat'), rssBytes: z.number(), slots: listOf(SlotBeat, SLOTS_MAX) }),
  z.strictObject({ kind: z.literal('results'), leaseId: LeaseId, results: Results }),
  z.strictObject({ kind: z.literal('lease-done'), leaseId: LeaseId }),
  /** An extractor fails on everything and is not used any more by this worker; the others go on. */
  z.strictObject({ kind: z.literal('extractor-set-aside'), extractorId: z.string(), message: z.string().max(4_000) }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
