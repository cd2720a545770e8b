import type { Fault } from '../../src-protocol/model/fault.ts';
import { DeadlinePassed, doneWithin, nextWithin } from '../../src-protocol/model/next-within.ts';
import { EMPTY_TAGS } from '../../src-protocol/model/record.ts';
import type { ExtractionFile, ExtractionLease, Extractor, FileExtraction } from '../extractors/extractor.ts';

/** A file on which the extractor itself crashed so often while it was read alone is quarantined. */
const LONE_CRASHES_TO_QUARANTINE = 2;
/** An extractor that crashes on so many files in a row, and reads none between, is broken. */
const CRASHED_FILES_TO_SET_ASIDE = 5;
/** One that has worked gets more time: a folder may hold so many bad files, and without it all others would fail too. */
const CRASHED_FILES_TO_SET_ASIDE_LATER = 50;
/** How long an aborted extractor may take to end before it is left behind. */
const ABORT_GRACE_MS = 2_000;
/** A tool bounds its own start, with words for what went wrong; this is for one that does not. */
const START_WITHIN_MS = 90_000;

export interface ExtractorRun {
  /** Gets one extraction per file, in order; a file that could not be read has its fault. */
  readonly onResult: (extraction: FileExtraction) => void;
  /** The extractor works no more; what it has not read gets no result. */
  readonly onSetAside: (message: string) => void;
  readonly signal: AbortSignal;
}

interface Health {
  /** A batch that did not come to its end may have ended the tool with it. */
  needsStart: boolean;
  hasWorked: boolean;
  crashedFilesInARow: number;
}

/** Over all leases of an extractor, as a lease may be shorter than it takes to tell. */
const healths = new WeakMap<Extractor, Health>();

/**
 * Runs one extractor over a lease until every file has its result. Results come in order, so a file that hangs or crashes
 * the extractor is known at once: it is the first without a result. It is then read alone, and the others go on.
 */
export async function runExtractor(extractor: Extractor, lease: ExtractionLease, run: ExtractorRun): Promise<void> {
  const batches: (readonly ExtractionFile[])[] = [lease.files];
  const loneCrashes = new Map<number, number>();
  const health = healths.get(extractor) ?? { needsStart: true, hasWorked: false, crashedFilesInARow: 0 };
  healths.set(extractor, health);
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    const end = await startAndRead(extractor, health, { ...lease, files: batch }, run);
    if (end.read > 0) {
      health.hasWorked = true;
      health.crashedFilesInARow = 0;
    }
    if (end.kind === 'complete') continue;
    if (run.signal.aborted) return;
    const [suspect, ...rest] = batch.slice(end.read);
    if (suspect === undefined) continue; // it failed after its last result: nothing is missing
    if (rest.length > 0) batches.unshift(rest);
    if (end.kind === 'timed-out') {
      run.onResult(faulty(suspect, lease.options.timeoutMs, timedOut(lease.options.timeoutMs)));
      continue;
    }
    const crashes = (loneCrashes.get(suspect.itemId) ?? 0) + (batch.length === 1 ? 1 : 0);
    loneCrashes.set(suspect.itemId, crashes);
    if (crashes < LONE_CRASHES_TO_QUARANTINE) {
      batches.unshift([suspect]);
      continue;
    }
    health.crashedFilesInARow += 1;
    if (
      health.crashedFilesInARow >= (health.hasWorked ? CRASHED_FILES_TO_SET_ASIDE_LATER : CRASHED_FILES_TO_SET_ASIDE)
    ) {
      run.onSetAside(end.message);
      return;
    }
    run.onResult(faulty(suspect, 0, { code: 'extractor-crashed', message: end.message }));
  }
}

type BatchEnd =
  | { readonly kind: 'complete'; readonly read: number }
  | { readonly kind: 'timed-out'; readonly read: number }
  | { readonly kind: 'crashed'; readonly read: number; readonly message: string };

/** To start the tool is no file's time: it may take longer than a file may. One that cannot be started has crashed. */
async function startAndRead(
  extractor: Extractor,
  health: Health,
  lease: ExtractionLease,
  run: ExtractorRun,
): Promise<BatchEnd> {
  try {
    if (health.needsStart) await doneWithin(() => extractor.start(), START_WITHIN_MS, run.signal);
  } catch (error) {
    return crashed(0, error);
  }
  const end = await readBatch(extractor, lease, run);
  health.needsStart = end.kind !== 'complete';
  return end;
}

async function readBatch(extractor: Extractor, lease: ExtractionLease, run: ExtractorRun): Promise<BatchEnd> {
  const batchEnd = new AbortController();
  const results = extractor.extract(lease, AbortSignal.any([run.signal, batchEnd.signal]))[Symbol.asyncIterator]();
  let read = 0;
  try {
    for (;;) {
      const next = await nextWithin(results, lease.options.timeoutMs, run.signal);
      if (next.done === true) return { kind: 'complete', read };
      read += 1;
      run.onResult(next.value);
    }
  } catch (error) {
    batchEnd.abort();
    await endOf(results);
    if (error instanceof DeadlinePassed) return { kind: 'timed-out', read };
    return crashed(read, error);
  }
}

function crashed(read: number, error: unknown): BatchEnd {
  return { kind: 'crashed', read, message: error instanceof Error ? error.message : String(error) };
}

async function endOf(results: AsyncIterator<unknown>): Promise<void> {
  const ended = results.return?.().then(
    () => undefined,
    () => undefined,
  );
  if (ended === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([ended, new Promise<void>((resolve) => (timer = setTimeout(resolve, ABORT_GRACE_MS)))]);
  clearTimeout(timer);
}

function timedOut(timeoutMs: number): Fault {
  return { code: 'timed-out', message: `Reading took longer than ${(timeoutMs / 1_000).toString()} s` };
}

function faulty(file: ExtractionFile, durationMs: number, fault: Fault): FileExtraction {
  return { itemId: file.itemId, found: 'none', fault, tags: EMPTY_TAGS, warnings: [], durationMs };
}
