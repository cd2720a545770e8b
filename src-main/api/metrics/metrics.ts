import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CoreFields } from '../../../src-protocol/model/core-fields.ts';
import type { JobCounts } from '../../../src-protocol/model/job.ts';
import type { ModuleReport } from '../../../src-protocol/model/record.ts';
import type { FinishedItem } from '../../coordinator/ports.ts';
import type { StoreObserver } from './observed-stores.ts';

/** What is read off at the moment of a scrape. */
export interface Gauges {
  readonly queuedFiles: Readonly<Record<string, number>>;
  readonly runningJobs: number;
  readonly workers: Readonly<Record<string, number>>;
  readonly busySlots: number;
  readonly slots: number;
  readonly workerMemoryBytes: Readonly<Record<string, number>>;
  readonly cacheEntries: number;
  readonly cacheBytes: number;
  readonly rssBytes: number;
  readonly eventLoopP99Ms: number;
  readonly subscribers: number;
  readonly machines: readonly MachineGauges[];
}

/** Another computer that works for this one. */
export interface MachineGauges {
  readonly name: string;
  readonly isUp: boolean;
  readonly slots: number;
  readonly busySlots: number;
  readonly filesDone: number;
  readonly failures: number;
  readonly sentBytes: number;
  readonly delayMs: number | undefined;
}

const DURATIONS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Everything for Prometheus: counters that only grow while the program runs, and gauges read at each scrape. */
export class Metrics implements StoreObserver {
  readonly #registry = new Registry();
  readonly #items = this.#counter('metaextract_items_total', 'Files that are done, by outcome', ['outcome']);
  readonly #bytes = this.#counter('metaextract_item_bytes_total', 'Bytes of the files that are done', []);
  readonly #lookUps = this.#counter('metaextract_cache_lookups_total', 'Look-ups in the cache', ['result']);
  readonly #found = this.#counter('metaextract_found_files_total', 'Files that were found', []);
  readonly #durations = new Histogram({
    name: 'metaextract_extraction_seconds',
    help: 'Time that one extractor took for one file',
    labelNames: ['format', 'extractor'],
    buckets: DURATIONS_S,
    registers: [this.#registry],
  });
  readonly #gauges: () => Gauges;
  /** One for each gauge, which sets it. */
  readonly #reads: ((now: Gauges) => void)[] = [];

  constructor(gauges: () => Gauges) {
    this.#gauges = gauges;
    const of = (name: string, help: string, read: (now: Gauges) => number) => {
      const gauge = this.#gauge(name, help, []);
      this.#reads.push((now) => {
        gauge.set(read(now));
      });
    };
    const by = (name: string, help: string, label: string, read: (now: Gauges) => Readonly<Record<string, number>>) => {
      const gauge = this.#gauge(name, help, [label]);
      this.#reads.push((now) => {
        gauge.reset();
        for (const [key, value] of Object.entries(read(now))) gauge.set({ [label]: key }, value);
      });
    };
    by('metaextract_queue_files', 'Files that wait, by priority', 'priority', (now) => now.queuedFiles);
    of('metaextract_running_jobs', 'Jobs that are running', (now) => now.runningJobs);
    by('metaextract_workers', 'Workers by state', 'state', (now) => now.workers);
    of('metaextract_slots', 'Files that can be read at the same time', (now) => now.slots);
    of('metaextract_busy_slots', 'Slots that have something to read', (now) => now.busySlots);
    by('metaextract_worker_memory_bytes', 'Resident memory', 'worker', (now) => now.workerMemoryBytes);
    of('metaextract_cache_entries', 'Files that the cache knows', (now) => now.cacheEntries);
    of('metaextract_cache_bytes', 'Size of what the cache knows', (now) => now.cacheBytes);
    of('metaextract_resident_memory_bytes', 'Of the coordinator’s process', (now) => now.rssBytes);
    of('metaextract_event_loop_delay_seconds', '99th percentile', (now) => now.eventLoopP99Ms / 1_000);
    of('metaextract_event_subscribers', 'Listeners to events', (now) => now.subscribers);
    const ofMachine = (name: string, help: string, read: (machine: MachineGauges) => number | undefined) => {
      by(name, help, 'machine', (now) => byMachine(now.machines, read));
    };
    ofMachine('metaextract_machine_up', 'Whether files can be given to another computer now', ({ isUp }) =>
      Number(isUp),
    );
    ofMachine('metaextract_machine_slots', 'Files that it can read at the same time', ({ slots }) => slots);
    ofMachine('metaextract_machine_busy_slots', 'Slots that have something to read', ({ busySlots }) => busySlots);
    ofMachine('metaextract_machine_files', 'Files that it has read since it was paired', ({ filesDone }) => filesDone);
    ofMachine('metaextract_machine_failed_files', 'Files that failed at it since then', ({ failures }) => failures);
    ofMachine(
      'metaextract_machine_sent_bytes',
      'Of files that were sent to it since then',
      ({ sentBytes }) => sentBytes,
    );
    ofMachine('metaextract_machine_delay_seconds', 'There and back', ({ delayMs }) => delayMs && delayMs / 1_000);
  }

  /** What has been added to the counts of a job. */
  count(added: JobCounts): void {
    this.#found.inc(added.found);
    this.#bytes.inc(added.doneBytes);
    this.#items.inc({ outcome: 'extracted' }, added.extracted);
    this.#items.inc({ outcome: 'no-metadata' }, added.noMetadata);
    this.#items.inc({ outcome: 'failed' }, added.failed);
    this.#items.inc({ outcome: 'skipped' }, added.skipped);
    this.#lookUps.inc({ result: 'hit' }, added.fromCache);
    this.#lookUps.inc({ result: 'miss' }, Math.max(0, added.done - added.fromCache));
  }

  observe(recorded: readonly FinishedItem[]): void {
    for (const { result } of recorded) {
      const { format = 'unknown' } = JSON.parse(result.coreJson) as CoreFields;
      const modules = JSON.parse(result.modulesJson) as Record<string, ModuleReport>;
      for (const [extractor, { durationMs }] of Object.entries(modules))
        this.#durations.observe({ format, extractor }, durationMs / 1_000);
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    const now = this.#gauges();
    for (const read of this.#reads) read(now);
    return this.#registry.metrics();
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }
}

/** What is not known of one is left out. */
function byMachine(
  machines: readonly MachineGauges[],
  read: (machine: MachineGauges) => number | undefined,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    machines.flatMap((machine) => {
      const value = read(machine);
      return value === undefined ? [] : [[machine.name, value]];
    }),
  );
}
