import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import type { ExportRequest, ExportView } from '../../../src-protocol/contract/exports.ts';
import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import type { ResultFilter } from '../../../src-protocol/contract/results.ts';
import { callFault } from '../http/call-fault.ts';
import type { ExportTask, FromExport, ToExport } from './export-messages.ts';

type Request = z.infer<typeof ExportRequest>;
type View = z.infer<typeof ExportView>;

export interface ExportServicePorts {
  readonly dataFolder: string;
  readonly threadFile: string;
  /** The ids of the results that a filter lets through, in the order in which the files were found. */
  readonly itemsOf: (jobId: number, filter: ResultFilter) => Promise<Float64Array>;
  /** How many results a job has. */
  readonly resultsOf: (jobId: number) => Promise<number>;
  readonly nowMs: () => number;
}

/** So many are written at once, and so many are kept to be fetched; the oldest goes for a new one. */
const RUNNING_MAX = 2;
const KEPT_MAX = 20;

interface Running {
  view: View;
  readonly file: string;
  readonly thread: Worker;
}

/** Exports that are written on the server, each in a thread, to be fetched when they are complete. */
export class ExportService implements AsyncDisposable {
  readonly #ports: ExportServicePorts;
  readonly #folder: string;
  readonly #exports = new Map<string, Running>();
  /** They wait for what they are to write, and run right after. */
  #starting = 0;

  /** What an earlier run of the program has left is dropped: nobody knows its number any more. */
  constructor(ports: ExportServicePorts) {
    this.#ports = ports;
    this.#folder = join(ports.dataFolder, 'exports');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async start(request: Request): Promise<View> {
    const running = [...this.#exports.values()].filter(({ view }) => view.state === 'running');
    if (running.length + this.#starting >= RUNNING_MAX)
      throw callFault('CONFLICT', `${RUNNING_MAX.toString()} exports are being written; try again when one has ended.`);
    this.#starting += 1;
    try {
      return await this.#start(request);
    } finally {
      this.#starting -= 1;
    }
  }

  async #start({ id, format, columns, excel, filter, items }: Request): Promise<View> {
    const itemIds =
      items !== undefined
        ? Float64Array.from(items)
        : filter === undefined
          ? undefined
          : await this.#ports.itemsOf(id, filter);
    const total = itemIds?.length ?? (await this.#ports.resultsOf(id));
    this.#makeRoom();
    const exportId = randomBytes(9).toString('base64url');
    mkdirSync(this.#folder, { recursive: true });
    const file = join(this.#folder, `${exportId}.${format}`);
    const view: View = {
      exportId,
      jobId: id,
      format,
      state: 'running',
      records: 0,
      total,
      bytes: 0,
      startedAt: new Date(this.#ports.nowMs()).toISOString(),
      downloadPath: `${API_PREFIX}/exports/${exportId}/file`,
    };
    const { dataFolder } = this.#ports;
    const task: ExportTask = {
      dataFolder,
      jobId: id,
      format,
      columns,
      excel,
      file,
      ...(itemIds === undefined ? {} : { itemIds }),
    };
    const thread = new Worker(this.#ports.threadFile, {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#follow({ view, file, thread });
    return view;
  }

  list(): View[] {
    return [...this.#exports.values()].map(({ view }) => view);
  }

  get(exportId: string): View {
    return this.#of(exportId).view;
  }

  /** The file of a complete export, with a name to save it under. */
  fileOf(exportId: string): { readonly file: string; readonly name: string; readonly format: string } {
    const { view, file } = this.#of(exportId);
    if (view.state !== 'complete')
      throw callFault('CONFLICT', `The export is ${view.state}, so there is no file to fetch.`);
    return { file, name: `job-${view.jobId.toString()}.${view.format}`, format: view.format };
  }

  remove(exportId: string): void {
    const running = this.#of(exportId);
    this.#exports.delete(exportId);
    this.#drop(running);
  }

  /** Stops what is being written. */
  async [Symbol.asyncDispose](): Promise<void> {
    const gone = [...this.#exports.values()]
      .filter(({ view }) => view.state === 'running')
      .map(({ thread }) => new Promise((resolve) => thread.once('exit', resolve)));
    for (const running of this.#exports.values()) this.#drop(running);
    this.#exports.clear();
    await Promise.all(gone);
  }

  #of(exportId: string): Running {
    const running = this.#exports.get(exportId);
    if (running === undefined) throw callFault('NOT_FOUND', `There is no export ${exportId}.`);
    return running;
  }

  #follow(running: Running): void {
    this.#exports.set(running.view.exportId, running);
    const end = (change: Partial<View>) => {
      running.view = { ...running.view, ...change };
    };
    running.thread.on('message', (message: FromExport) => {
      switch (message.kind) {
        case 'written':
          end({ records: message.records });
          break;
        case 'complete':
          end({ state: 'complete', records: message.records, bytes: message.bytes });
          break;
        case 'failed':
          end({ state: 'failed', message: message.message });
      }
    });
    running.thread.on('error', (error) => {
      end({ state: 'failed', message: String(error) });
    });
    running.thread.on('exit', () => {
      if (running.view.state === 'running') end({ state: 'failed', message: 'The export was cut off.' });
      // it was removed while its file got its name
      if (!this.#exports.has(running.view.exportId)) rmSync(running.file, { force: true });
    });
  }

  #drop({ view, file, thread }: Running): void {
    const stop: ToExport = 'stop';
    if (view.state === 'running') thread.postMessage(stop);
    else rmSync(file, { force: true });
  }

  #makeRoom(): void {
    const ended = [...this.#exports.values()].filter(({ view }) => view.state !== 'running');
    for (const running of ended.slice(0, Math.max(0, this.#exports.size - KEPT_MAX + 1))) {
      this.#exports.delete(running.view.exportId);
      this.#drop(running);
    }
  }
}
