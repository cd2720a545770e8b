import { z } from 'zod';

/** Everything that can go wrong with one file. Programs look at the code; the message is for people. */
export const FaultCode = z.enum([
  'not-found',
  'permission-denied',
  'not-a-file',
  'io-error',
  'corrupt',
  'unsupported',
  'timed-out',
  'memory-limit',
  'extractor-crashed',
  'worker-lost',
  'transfer-failed',
  'path-not-mapped',
  'cancelled',
  'internal',
]);
export type FaultCode = z.infer<typeof FaultCode>;

export const Fault = z.strictObject({ code: FaultCode, message: z.string().max(4_000) });
export type Fault = z.infer<typeof Fault>;

/** Faults that may be gone at the next try; the others would only fail again. */
const TRANSIENT: ReadonlySet<FaultCode> = new Set(['io-error', 'timed-out', 'worker-lost', 'transfer-failed']);

export function isWorthRetrying(code: FaultCode): boolean {
  return TRANSIENT.has(code);
}

/** What the content of the file itself caused: the same file gives the same again, so it may be kept in the cache. */
const OF_THE_CONTENT: ReadonlySet<FaultCode> = new Set(['corrupt', 'unsupported']);

export function isOfTheContent(code: FaultCode): boolean {
  return OF_THE_CONTENT.has(code);
}

/** The heading under which failures are grouped, in words for a person. */
export const FAULT_TITLES: Readonly<Record<FaultCode, string>> = {
  'not-found': 'The file was gone',
  'permission-denied': 'No permission to read the file',
  'not-a-file': 'Not a regular file',
  'io-error': 'The file could not be read from its disk or share',
  corrupt: 'The content is damaged',
  unsupported: 'The file type is not known',
  'timed-out': 'Reading took longer than the time limit',
  'memory-limit': 'Reading took more memory than the limit',
  'extractor-crashed': 'The extractor crashed on the file',
  'worker-lost': 'The worker was lost',
  'transfer-failed': 'The file could not be sent to the worker',
  'path-not-mapped': 'The worker cannot see the file',
  cancelled: 'Cancelled',
  internal: 'A fault of the program',
};
