import type { ExtractionOptions } from '../../../src-protocol/model/extraction.ts';
import type { ExtractionFile, ExtractionLease, Extractor, FileExtraction } from '../extractor.ts';
import { deriveCore } from './core/derive-core.ts';
import { encodeFile } from './encode-path.ts';
import { describeExifTool } from './description.ts';
import { createExifToolProcess } from './exiftool-process.ts';
import type { FileOutput } from './lease-output.ts';
import { LeaseTask } from './lease-task.ts';
import { ResultQueue } from './result-queue.ts';
import { verdictOf } from './verdict.ts';

export function createExifToolExtractor(): Extractor {
  const exifTool = createExifToolProcess();

  /** The process cannot be asked to leave a file: it is ended, and the pool starts another for the next lease. */
  function endProcess(): void {
    for (const pid of exifTool.pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended by itself
      }
    }
  }

  async function* extract(lease: ExtractionLease, signal: AbortSignal): AsyncGenerator<FileExtraction> {
    signal.throwIfAborted();
    const results = new ResultQueue<FileOutput>();
    const files = lease.files.map((file) => ({ file, encodedPath: encodeFile(file) }));
    const task = new LeaseTask([...argsOf(lease.options), ...files.map(({ encodedPath }) => encodedPath)], (output) => {
      results.push(output);
    });
    signal.addEventListener('abort', endProcess, { once: true });
    try {
      exifTool
        .enqueueTask(() => task, false)
        .then(
          () => {
            results.end();
          },
          (error: unknown) => {
            results.fail(task.words === '' ? error : new Error(task.words, { cause: error }));
          },
        );
      for (const { file, encodedPath } of files) {
        const output = await results.next();
        if (output === undefined) throw new Error(`ExifTool ended before its answer: ${task.words}`);
        if (output.encodedPath !== encodedPath) throw new Error('ExifTool answered for another file');
        yield toExtraction(file, output);
      }
      await results.next(); // the command's own end: before it, the process takes no other
    } finally {
      signal.removeEventListener('abort', endProcess);
    }
  }

  return {
    ...describeExifTool(),
    costClass: 'cpu',
    accepts: () => true,
    start: async () => {
      await exifTool.version();
    },
    extract,
    [Symbol.asyncDispose]: async () => {
      await exifTool.end(false);
    },
  };
}

/** The same output options as `exiftool -j -a -G1:4 -struct -l`; groups and raw values are lease-output.pl's. */
function argsOf(options: ExtractionOptions): string[] {
  const args = ['-j', '-a', '-struct'];
  if (options.profile === 'fast') args.push('-e');
  if (process.platform === 'win32') args.push('-charset', 'filename=UTF8', '-api', 'WindowsLongPath=1');
  return args;
}

function toExtraction(file: ExtractionFile, output: FileOutput): FileExtraction {
  const byName = new Map<string, string>();
  for (const [index, name] of output.names.entries()) byName.set(name, output.values[index] ?? 'null');
  const readSize = byName.get('System:FileSize')?.split('\t').at(-1);
  return {
    itemId: file.itemId,
    ...verdictOf(output, file.path),
    tags: { names: output.names.join('\n'), values: output.values.join('\n') },
    core: deriveCore({ names: output.names, get: (name) => byName.get(name) }),
    warnings: warningsOf(output),
    durationMs: output.durationMs,
    ...(readSize === undefined ? {} : { sizeBytes: Number(readSize) }),
  };
}

const WARNING = /^ExifTool:(?:Copy\d+:)?Warning$/;

function warningsOf(output: FileOutput): string[] {
  return output.values
    .filter((_, index) => WARNING.test(output.names[index] ?? ''))
    .map((value) => String(JSON.parse(value.split('\t')[0] ?? '""')));
}
