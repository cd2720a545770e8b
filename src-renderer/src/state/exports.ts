import { create } from 'zustand';
import type { z } from 'zod';
import type {
  ExportFormat as FormatSchema,
  ExportRequest,
  ExportView,
} from '../../../src-protocol/contract/exports.ts';
import { bytes, counted } from '../../../src-protocol/model/words.ts';
import { isAnswer, isNotFound } from '../bridge/connection.ts';
import { desktopBridge } from '../bridge/desktop-bridge.ts';
import { download } from '../bridge/download.ts';
import { api, useConnection } from './connection.ts';
import { notify, notifyFault } from './toasts.ts';

export type ExportFormat = z.infer<typeof FormatSchema>;
type View = z.infer<typeof ExportView>;

export interface ResultsExport extends Omit<z.input<typeof ExportRequest>, 'id'> {
  readonly jobId: number;
  /** Under which the file is to be saved; the person may choose another one. */
  readonly suggestedName: string;
}

/** An export that is being written. */
export interface OpenExport {
  readonly exportId: string;
  readonly suggestedName: string;
  readonly records: number;
  readonly total: number;
  /** Since it began; undefined until that can be said. */
  readonly recordsPerS: number | undefined;
}

export type ExportEnd =
  /** The person has the file, or has it on its way. */
  | { readonly kind: 'handed-over' }
  /** It was stopped, or the person wanted no place for it. */
  | { readonly kind: 'given-up' }
  | { readonly kind: 'failed'; readonly error: unknown };

const FIRST_LOOK_MS = 80;
const LOOK_EVERY_MS = 300;

/** The exports that this page has begun and that are being written, by id. */
export const useExports = create<{ readonly open: ReadonlyMap<string, OpenExport> }>(() => ({ open: new Map() }));

/** Exports results and says what came of it. */
export async function exportResults(request: ResultsExport): Promise<ExportEnd> {
  const end = await runExport(request);
  if (end.kind === 'failed') notifyFault('The export could not be made', end.error);
  return end;
}

/** The same for those who say themselves what went wrong; `onStart` is told the id under which it can be followed. */
export async function runExport(
  { jobId, suggestedName, ...request }: ResultsExport,
  onStart?: (exportId: string) => void,
): Promise<ExportEnd> {
  try {
    const begun = await api().exports.start({ id: jobId, ...request });
    onStart?.(begun.exportId);
    const complete = await written(begun, suggestedName);
    return complete === undefined ? { kind: 'given-up' } : await handOver(complete, suggestedName);
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/** Stops an export, and drops what is there of its file. */
export function cancelExport(exportId: string): void {
  close(exportId);
  drop(exportId);
}

/** The export once it is complete, or undefined where it was stopped. */
async function written(begun: View, suggestedName: string): Promise<View | undefined> {
  const { exportId } = begun;
  const startedMs = performance.now();
  put(begun, suggestedName, startedMs);
  try {
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = LOOK_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (!useExports.getState().open.has(exportId)) return undefined;
      const view = await look(exportId);
      if (view === undefined) continue;
      if (view.state === 'complete') return view;
      if (view.state === 'cancelled') return undefined;
      if (view.state === 'failed') throw new Error(view.message ?? 'It was cut off.');
      if (useExports.getState().open.has(exportId)) put(view, suggestedName, startedMs);
    }
  } catch (error) {
    if (isNotFound(error) && !useExports.getState().open.has(exportId)) return undefined;
    throw error;
  } finally {
    close(exportId);
  }
}

/** The export as it is by now; undefined while the server cannot be reached, which goes on writing it. */
async function look(exportId: string): Promise<View | undefined> {
  try {
    return await api().exports.get({ exportId });
  } catch (error) {
    if (isAnswer(error)) throw error;
    return undefined;
  }
}

async function handOver(view: View, suggestedName: string): Promise<ExportEnd> {
  const bridge = desktopBridge();
  const what = `${counted(view.records, 'file')}, ${bytes(view.bytes)}`;
  if (bridge === undefined) {
    await download(view.downloadPath, suggestedName, useConnection.getState().token);
    notify(`The export is being downloaded (${what}).`);
    return { kind: 'handed-over' };
  }
  const saved = await bridge.saveExport(view.exportId, suggestedName);
  if (saved === undefined) {
    notify('The export was not saved.', {
      text: 'Save…',
      run: () => {
        void handOver(view, suggestedName).catch(notSaved);
      },
    });
    return { kind: 'given-up' };
  }
  notify(`${fileName(saved.path)} is saved (${what}).`, {
    text: 'Show in folder',
    run: () => {
      bridge.revealExport(view.exportId).catch((error: unknown) => {
        notifyFault('The folder could not be shown', error);
      });
    },
  });
  drop(view.exportId); // there are two of it now
  return { kind: 'handed-over' };
}

function notSaved(error: unknown): void {
  notifyFault('The export could not be saved', error);
}

function put({ exportId, records, total }: View, suggestedName: string, startedMs: number): void {
  const passedS = (performance.now() - startedMs) / 1_000;
  const recordsPerS = records === 0 || passedS === 0 ? undefined : records / passedS;
  useExports.setState(({ open }) => ({
    open: new Map(open).set(exportId, { exportId, suggestedName, records, total, recordsPerS }),
  }));
}

function close(exportId: string): void {
  useExports.setState(({ open }) => ({ open: new Map([...open].filter(([id]) => id !== exportId)) }));
}

function drop(exportId: string): void {
  api()
    .exports.remove({ exportId })
    .catch(() => undefined); // the server drops it by itself with the next ones
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
