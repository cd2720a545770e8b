import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import { OutcomeKind } from '../model/record.ts';

/** A number of its own for each file of a job. */
export const ItemId = z.int().nonnegative();

const LONGEST_RECORD_PART = 64 * 1_024 * 1_024;
const LONGEST_FINGERPRINT = 64;

/** What was read of a file. */
export const ItemResult = z.strictObject({
  itemId: ItemId,
  outcome: OutcomeKind,
  fault: Fault.optional(),
  /** The size when it was read; absent where it could not be. */
  sizeBytes: z.number().nonnegative().optional(),
  /** The extractors disagree with the crawl about the size: right for now, not worth keeping in the cache. */
  changedSinceCrawl: z.boolean(),
  /** An extractor besides the first failed on it for a reason that may pass: right for now, not worth keeping either. */
  incomplete: z.boolean().optional(),
  coreJson: z.string().max(LONGEST_RECORD_PART),
  tagNames: z.string().max(LONGEST_RECORD_PART),
  tagValues: z.string().max(LONGEST_RECORD_PART),
  modulesJson: z.string().max(LONGEST_RECORD_PART),
  durationMs: z.number().nonnegative(),
  /** Hex; see fingerprint in the design. */
  fingerprint: z.string().max(LONGEST_FINGERPRINT).optional(),
});
export type ItemResult = z.infer<typeof ItemResult>;

const OUTCOMES: ReadonlySet<unknown> = new Set(OutcomeKind.options);
const REQUIRED = Object.entries(ItemResult.shape).flatMap(([key, part]) =>
  part.safeParse(undefined).success ? [] : [key],
);

/**
 * Whether a value is a result without a fault, by the schema's rules. Nearly all that comes over links is, tens of thousands
 * a second: the schema itself takes five times as long and leaves 2 KB of garbage for each. What is none of these is left to
 * the schema, and to its words.
 */
export function isPlainResult(value: unknown): value is ItemResult {
  if (typeof value !== 'object' || value === null) return false;
  const parts = value as Readonly<Record<string, unknown>>;
  for (const key in parts) if (!isOfItsForm(key, parts[key])) return false;
  return REQUIRED.every((key) => parts[key] !== undefined);
}

function isOfItsForm(key: string, value: unknown): boolean {
  switch (key) {
    case 'itemId':
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case 'outcome':
      return OUTCOMES.has(value);
    case 'sizeBytes':
    case 'durationMs':
      return Number.isFinite(value) && (value as number) >= 0;
    case 'changedSinceCrawl':
    case 'incomplete':
      return typeof value === 'boolean';
    case 'coreJson':
    case 'tagNames':
    case 'tagValues':
    case 'modulesJson':
      return typeof value === 'string' && value.length <= LONGEST_RECORD_PART;
    case 'fingerprint':
      return typeof value === 'string' && value.length <= LONGEST_FINGERPRINT;
    default:
      return false;
  }
}
