import { fileURLToPath, pathToFileURL } from 'node:url';
import { JobProgress } from '../src-protocol/model/progress.ts';
import type { Bench } from './bench.ts';
import type { Finished } from './run-command.ts';
import { runCommand } from './run-command.ts';
import type { Memory } from './process-tree.ts';

/** 0: complete; 2: complete, but some files failed, as the broken ones of a real collection do. */
const COMPLETE = [0, 2];
const INTERRUPTED = 130;

const TELL_AT_END = pathToFileURL(fileURLToPath(new URL('./probes/tell-at-end.mjs', import.meta.url))).href;
const FAKE_RUNTIME = pathToFileURL(fileURLToPath(new URL('./probes/fake-runtime-hook.mjs', import.meta.url))).href;

/** `metaextract` with these arguments, as a person would run it. */
export async function runProduct(
  { program }: Bench,
  args: readonly string[],
  onMemory?: (memory: Memory) => void,
): Promise<Finished> {
  const request = { file: program.node, args: [program.cli, ...args], goodCodes: COMPLETE };
  return runCommand(onMemory === undefined ? request : { ...request, onMemory });
}

export interface Seen {
  /** Since the command was started, by our clock. */
  readonly atMs: number;
  readonly progress: JobProgress;
}

export interface WatchedRun extends Finished {
  /** Every report of progress in order; the last is the job's end. */
  readonly seen: readonly Seen[];
}

export interface WatchRequest {
  /** Arguments of `extract`, without the one for progress. */
  readonly args: readonly string[];
  /** A file for what the command's process tells of itself at its end: see probes/tell-at-end.mjs. */
  readonly tellFile?: string;
  /** Whether that is also to tell how late the event loop ran. */
  readonly tellDelays?: boolean;
  /** Whether ExifTool is replaced by a stand-in that answers at once: see probes/fake-runtime.ts. */
  readonly fakeExtractors?: boolean;
  /** Interrupts the command once this holds. */
  readonly until?: (progress: JobProgress) => boolean;
  readonly onMemory?: (memory: Memory, progress: JobProgress | undefined) => void;
}

/** `metaextract extract` with its progress watched. */
export async function watchExtract({ program }: Bench, request: WatchRequest): Promise<WatchedRun> {
  const { args, until, onMemory } = request;
  const seen: Seen[] = [];
  const startedAtMs = performance.now();
  const finished = await runCommand({
    file: program.node,
    args: [program.cli, 'extract', ...args, '--progress', 'json'],
    environment: extractEnvironment(request),
    goodCodes: until === undefined ? COMPLETE : [...COMPLETE, INTERRUPTED],
    onErrorLine: (line, stop) => {
      if (!line.startsWith('{')) return; // the summary
      const progress = JobProgress.parse(JSON.parse(line));
      seen.push({ atMs: performance.now() - startedAtMs, progress });
      if (until?.(progress) === true) stop();
    },
    onMemory: (memory) => onMemory?.(memory, seen.at(-1)?.progress),
  });
  return { ...finished, seen };
}

/** The environment in which the command tells of itself, or has a stand-in for ExifTool. */
export function extractEnvironment({
  tellFile,
  tellDelays,
  fakeExtractors,
}: Pick<WatchRequest, 'tellFile' | 'tellDelays' | 'fakeExtractors'>): Record<string, string> {
  const preloaded = [
    ...(tellFile === undefined ? [] : [TELL_AT_END]),
    ...(fakeExtractors === true ? [FAKE_RUNTIME] : []),
  ];
  if (preloaded.length === 0) return {};
  return {
    NODE_OPTIONS: preloaded.map((module) => `--import ${module}`).join(' '),
    ...(tellFile === undefined ? {} : { METAEXTRACT_BENCH_TELL: tellFile }),
    ...(tellDelays === true ? { METAEXTRACT_BENCH_DELAYS: '1' } : {}),
  };
}
