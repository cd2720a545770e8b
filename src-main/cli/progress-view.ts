import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { bytes, count, percent, timeLeft } from '../../src-protocol/model/words.ts';

export type ProgressStyle = 'auto' | 'bar' | 'line' | 'json' | 'none';

/** Shows how a job stands, on standard error. */
export interface ProgressView {
  show(progress: JobProgress): void;
  /** Clears what stands on the line, so that other text can follow. */
  end(): void;
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'> & { readonly columns?: number };

const LINE_INTERVAL_MS = 3_000;

export function progressView(style: ProgressStyle, terminal: Terminal): ProgressView {
  const chosen = style === 'auto' ? (terminal.isTTY ? 'bar' : 'line') : style;
  switch (chosen) {
    case 'bar':
      return barView(terminal);
    case 'line':
      return lineView(terminal);
    case 'json':
      return { show: (progress) => terminal.write(`${JSON.stringify(progress)}\n`), end: () => undefined };
    case 'none':
      return { show: () => undefined, end: () => undefined };
  }
}

function barView(terminal: Terminal): ProgressView {
  let shown = false;
  return {
    show: (progress) => {
      const width = Math.max(40, terminal.columns ?? (Number(process.env['COLUMNS']) || 80));
      const words = describe(progress);
      const room = Math.min(30, width - words.length - 2);
      const bar = room >= 8 ? `${drawBar(progress, room)} ` : '';
      terminal.write(`\r\u001b[K${(bar + words).slice(0, width - 1)}`);
      shown = true;
    },
    end: () => {
      if (shown) terminal.write('\r\u001b[K');
      shown = false;
    },
  };
}

function lineView(terminal: Terminal): ProgressView {
  let shownAtMs = performance.now();
  return {
    show: (progress) => {
      if (performance.now() - shownAtMs < LINE_INTERVAL_MS) return;
      shownAtMs = performance.now();
      terminal.write(`${describe(progress)}\n`);
    },
    end: () => undefined,
  };
}

/** Cached, extracted and failed apart, each in its own character, so that it reads without colour. */
function drawBar({ counts }: JobProgress, width: number): string {
  const cells = (part: number) => Math.floor((width * part) / Math.max(1, counts.found));
  const cached = cells(counts.fromCache);
  const done = cells(counts.done);
  return (
    '▓'.repeat(cached) +
    '█'.repeat(Math.max(0, done - cached)) +
    '░'.repeat(Math.max(0, width - Math.max(cached, done)))
  );
}

function describe(progress: JobProgress): string {
  const { counts, counting, state, eta, workers, waitingFor } = progress;
  const of = counting
    ? `of ${count(counts.found)} found so far`
    : `of ${count(counts.found)}, ${percent(counts.done, counts.found)}`;
  const left =
    state === 'paused' ? 'paused, p goes on' : counting ? 'still counting' : eta === undefined ? '' : timeLeft(eta);
  const busy = workers.reduce((sum, worker) => sum + worker.busySlots, 0);
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  return [
    `${count(counts.done)} ${of}`,
    waitingFor === undefined || state === 'paused' ? left : `waits for ${waitingFor}`,
    `${count(progress.filesPerS)} files/s`,
    `${bytes(progress.bytesPerS)}/s`,
    counts.fromCache > 0 ? `${count(counts.fromCache)} from cache` : '',
    counts.failed > 0 ? `${count(counts.failed)} failed` : '',
    slots > 0 ? `${count(busy)}/${count(slots)} slots busy` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
