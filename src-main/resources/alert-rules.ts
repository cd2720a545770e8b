import type { Machine } from '../../src-protocol/contract/machines.ts';
import type { Alert } from '../../src-protocol/contract/system.ts';
import type { Settings } from '../../src-protocol/contract/settings.ts';
import { bytes, counted, percentOf } from '../../src-protocol/model/words.ts';
import type { DiskSpace } from './disk-hold.ts';
import { limitsFor } from './disk-hold.ts';
import type { DoneCount } from './failure-window.ts';

export type AlertLimits = Pick<Settings, 'alerts' | 'disk'>;

/** How things stand at one moment. */
export interface AlertFacts {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Jobs that are running, with what became of their last files. */
  readonly jobs: readonly { readonly jobId: number; readonly last: DoneCount }[];
  readonly waitingFiles: number;
  /** The queue has grown in each step of the time that is set. */
  readonly queueIsGrowing: boolean;
  readonly runtimes: readonly RuntimeFacts[];
  readonly machines: readonly MachineFacts[];
  readonly disk: (DiskSpace & { readonly folder: string }) | undefined;
  readonly reading: readonly FileBeingRead[];
}

export interface RuntimeFacts {
  readonly id: string;
  readonly rssBytes: number;
  /** Processes in a row that died young. */
  readonly failuresInRow: number;
  readonly message: string | undefined;
}

/** Another computer that works for this one. */
export type MachineFacts = Pick<Machine, 'id' | 'name' | 'state' | 'message'>;

export interface FileBeingRead {
  readonly jobId: number;
  readonly itemId: number;
  readonly path: string;
  readonly worker: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
}

/** What may be an alert. One that is not `begins` keeps an alert that is there, and does not begin one: none flickers. */
export interface Finding extends Omit<Alert, 'id' | 'since'> {
  /** The same for the same trouble with the same thing. */
  readonly key: string;
  readonly begins: boolean;
}

const FILES_MIN = 50;
/** An alert ends when what it is about has fallen to this share of where it begins. */
const END_SHARE = 0.8;
const FAILURES_IN_ROW = 3;

/** All that is, or still is, worth an alert. */
export function findings(facts: AlertFacts, limits: AlertLimits): Finding[] {
  return [
    ...facts.jobs.flatMap((job) => failureRate(job, limits)),
    ...queueGrowing(facts, limits),
    ...facts.runtimes.flatMap((runtime) => [...runtimeMemory(runtime, limits), ...workerFailing(runtime)]),
    ...facts.machines.flatMap(machineTrouble),
    ...diskNearlyFull(facts, limits),
    ...facts.reading.flatMap((file) => stalledFile(file, facts.nowMs, limits)),
  ];
}

function failureRate({ jobId, last }: AlertFacts['jobs'][number], { alerts }: AlertLimits): Finding[] {
  const share = last.failed / Math.max(1, last.done);
  if (last.done < FILES_MIN || share <= alerts.failureRate * END_SHARE) return [];
  const message = `Of the last ${counted(last.done, 'file')} of job ${jobId}, ${percentOf(share)} failed.`;
  const begins = share > alerts.failureRate;
  return [{ key: `failure-rate:${jobId}`, code: 'failure-rate', begins, jobId, message }];
}

function queueGrowing({ queueIsGrowing, waitingFiles }: AlertFacts, { alerts }: AlertLimits): Finding[] {
  if (!queueIsGrowing) return [];
  const time = counted(alerts.queueGrowingMinutes, 'minute');
  const message = `The queue has been growing for ${time}: ${counted(waitingFiles, 'file waits', 'files wait')}.`;
  return [{ key: 'queue-growing', code: 'queue-growing', begins: true, message }];
}

function runtimeMemory({ id, rssBytes }: RuntimeFacts, { alerts }: AlertLimits): Finding[] {
  if (rssBytes <= alerts.runtimeMemoryBytes * END_SHARE) return [];
  const message = `Worker ${id} has ${bytes(rssBytes)} of memory.`;
  const begins = rssBytes > alerts.runtimeMemoryBytes;
  return [{ key: `runtime-memory:${id}`, code: 'runtime-memory', begins, worker: id, message }];
}

function workerFailing({ id, failuresInRow, message: why }: RuntimeFacts): Finding[] {
  if (failuresInRow === 0) return [];
  const message = `Worker ${id} has failed ${failuresInRow} times in a row${why === undefined ? '' : `; ${why}`}.`;
  const begins = failuresInRow >= FAILURES_IN_ROW;
  return [{ key: `worker-failing:${id}`, code: 'worker-failing', begins, worker: id, message }];
}

function machineTrouble({ id, name, state, message: why }: MachineFacts): Finding[] {
  if (state !== 'refused' && state !== 'set-aside') return [];
  const code = state === 'refused' ? 'machine-refused' : 'machine-set-aside';
  const message = `The computer ${name} gets no files.${why === undefined ? '' : ` ${why}`}`;
  return [{ key: `${code}:${id}`, code, begins: true, machine: id, message }];
}

/** It comes before the jobs are held, while there is still time to make room. */
function diskNearlyFull({ disk }: AlertFacts, limits: AlertLimits): Finding[] {
  if (disk === undefined) return [];
  const { resumeAboveBytes } = limitsFor(limits.disk, disk.totalBytes);
  if (disk.freeBytes >= resumeAboveBytes / END_SHARE) return [];
  const message = `The disk of ${disk.folder} has ${bytes(disk.freeBytes)} free.`;
  return [{ key: 'disk-nearly-full', code: 'disk-nearly-full', begins: disk.freeBytes < resumeAboveBytes, message }];
}

function stalledFile(file: FileBeingRead, nowMs: number, { alerts }: AlertLimits): Finding[] {
  const { jobId, itemId, path, worker, sinceMs } = file;
  const seconds = Math.floor((nowMs - sinceMs) / 1_000);
  if (seconds < alerts.stalledFileS) return [];
  const message = `Worker ${worker} has been reading ${path} for ${counted(seconds, 'second')}.`;
  const key = `stalled-file:${jobId}:${itemId}:${worker}`;
  return [{ key, code: 'stalled-file', begins: true, jobId, path, worker, message }];
}
