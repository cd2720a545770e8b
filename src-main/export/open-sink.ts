import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { DescriptorSink } from './descriptor-sink.ts';
import { FileSink } from './file-sink.ts';
import type { ByteSink, ExportTarget } from './ports.ts';
import { StreamSink } from './stream-sink.ts';

const STDOUT = 1;
const STDOUT_NAME = 'standard output';

/** Faults: `ExportFault` where the target cannot be written. */
export async function openSink(target: ExportTarget, signal: AbortSignal | undefined): Promise<ByteSink> {
  switch (target.kind) {
    case 'file':
      return FileSink.open(target.path, target.replace);
    case 'stdout':
      return isPlainFile(STDOUT)
        ? new DescriptorSink(STDOUT, STDOUT_NAME)
        : new StreamSink(process.stdout, STDOUT_NAME, signal);
    case 'stream':
      return new StreamSink(target.stream, target.name, signal);
  }
}

/** A file or a device such as /dev/null: neither a terminal nor a pipe nor a socket. */
function isPlainFile(descriptor: number): boolean {
  if (isatty(descriptor)) return false;
  const stats = fstatSync(descriptor);
  return stats.isFile() || stats.isCharacterDevice();
}
