import { ChunkedOutput } from './chunked-output.ts';
import { chooseColumns } from './columns.ts';
import type { ColumnChoice } from './columns.ts';
import { ReaderGone } from './export-fault.ts';
import { openSink } from './open-sink.ts';
import { Pace } from './pace.ts';
import type { ByteSink, ExportFormat, ExportSource, ExportSummary, ExportTarget } from './ports.ts';
import { jsonArray, jsonLines } from './record-writer.ts';
import type { RecordWriter } from './record-writer.ts';
import { TableWriter } from './table-writer.ts';

export interface ExportRequest {
  readonly source: ExportSource;
  readonly format: ExportFormat;
  /** For CSV and TSV; JSON always has all of a record. */
  readonly columns: ColumnChoice;
  /** For CSV and TSV: byte-order mark, CRLF, and no cell that a spreadsheet would run as a formula. */
  readonly excel: boolean;
  readonly target: ExportTarget;
  readonly signal?: AbortSignal;
  /** Records written so far: at most ten times a second, and once at the end. */
  readonly onProgress?: (written: number) => void;
}

const PROGRESS_MS = 100;

/**
 * Streams the records to the target, in the order of the source, holding neither them nor more than two chunks of text.
 *
 * Faults: `ExportFault` where the target cannot be written, the columns are wrong or the signal says stop; what the source
 * throws passes through. After any of them a file target is as it was before, and a stream has got a part.
 */
export async function exportRecords(request: ExportRequest): Promise<ExportSummary> {
  const pace = new Pace(request.signal);
  pace.check();
  const sink = await openSink(request.target, request.signal);
  const run = new ExportRun(request, sink, pace);
  try {
    return await run.complete();
  } catch (error) {
    await run.abandon();
    if (error instanceof ReaderGone) return run.summary({ readerGone: true, warnings: [] });
    throw error;
  }
}

class ExportRun {
  readonly #request: ExportRequest;
  readonly #sink: ByteSink;
  readonly #pace: Pace;
  readonly #output: ChunkedOutput;
  #records = 0;
  #columns = 0;
  #reportedMs = performance.now();

  constructor(request: ExportRequest, sink: ByteSink, pace: Pace) {
    this.#request = request;
    this.#sink = sink;
    this.#pace = pace;
    this.#output = new ChunkedOutput(sink);
  }

  async complete(): Promise<ExportSummary> {
    const writer = await writerFor(this.#request, this.#pace);
    this.#columns = writer.columnCount;
    this.#output.add(writer.head());
    await this.#writeRecords(writer);
    this.#output.add(writer.tail(this.#records));
    await this.#output.finish();
    const warnings = await writer.warnings(this.#request.source, this.#records, this.#pace);
    this.#pace.check(); // the last moment at which a stop leaves an existing file in place
    await this.#sink.commit();
    this.#request.onProgress?.(this.#records);
    return this.summary({ readerGone: false, warnings });
  }

  async abandon(): Promise<void> {
    await this.#output.settle();
    await this.#sink.discard();
  }

  summary(end: Pick<ExportSummary, 'readerGone' | 'warnings'>): ExportSummary {
    return { records: this.#records, bytes: this.#output.bytes, columns: this.#columns, ...end };
  }

  async #writeRecords(writer: RecordWriter): Promise<void> {
    for (const record of this.#request.source.records()) {
      const isFull = this.#output.add(writer.record(record, this.#records));
      this.#records++;
      if (isFull) await this.#output.flush();
      if (this.#pace.isDue()) await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    await this.#pace.rest();
    if (performance.now() - this.#reportedMs < PROGRESS_MS) return;
    this.#reportedMs = performance.now();
    this.#request.onProgress?.(this.#records);
  }
}

/** Faults: those of `chooseColumns`. */
async function writerFor(request: ExportRequest, pace: Pace): Promise<RecordWriter> {
  switch (request.format) {
    case 'jsonl':
      return jsonLines;
    case 'json':
      return jsonArray;
    case 'csv':
    case 'tsv': {
      const chosen = await chooseColumns(request.columns, request.source, pace);
      return new TableWriter(chosen, { separator: request.format === 'csv' ? ',' : '\t', excel: request.excel });
    }
  }
}
