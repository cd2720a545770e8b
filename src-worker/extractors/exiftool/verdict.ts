import type { Fault } from '../../../src-protocol/model/fault.ts';
import { whyUnreadable } from '../../file/file-fault.ts';
import type { FileOutput } from './lease-output.ts';

/** What ExifTool says of every file, whatever is in it. */
const FILE_SYSTEM_GROUPS = ['ExifTool:', 'System:'];
const FILE_TYPE_TAGS: ReadonlySet<string> = new Set([
  'File:FileType',
  'File:FileTypeExtension',
  'File:MIMEType',
  'File:MIMEEncoding',
  'File:Newlines',
  'File:LineCount',
  'File:WordCount',
  'File:ByteOrderMark',
]);

export interface Verdict {
  readonly found: 'metadata' | 'none';
  readonly fault?: Fault;
}

/**
 * Reads out of ExifTool's output whether a file holds metadata and what is wrong with it. ExifTool has no codes: its tag
 * `ExifTool:Error` is text, and its wording (Image::ExifTool::ExtractInfo) is looked at here and nowhere else.
 */
export function verdictOf(output: FileOutput, path: string): Verdict {
  const errorAt = output.names.indexOf('ExifTool:Error');
  const found = output.names.some(isMetadata) ? 'metadata' : 'none';
  if (errorAt >= 0) {
    const message = JSON.parse(output.values[errorAt]?.split('\t')[0] ?? '""') as unknown;
    const fault = faultOfExifToolError(String(message), path);
    return fault === undefined ? { found } : { found, fault };
  }
  if (output.names.length > 0) return { found };
  const fault = whyUnreadable(path) ?? { code: 'io-error', message: 'ExifTool could not open the file' };
  return { found, fault };
}

function isMetadata(name: string): boolean {
  return !FILE_TYPE_TAGS.has(name) && !FILE_SYSTEM_GROUPS.some((group) => name.startsWith(group));
}

function faultOfExifToolError(message: string, path: string): Fault | undefined {
  if (message === 'File is empty') return undefined; // nothing is wrong with an empty file; it holds nothing
  if (message.startsWith('Unknown file type') || message.startsWith('Unsupported')) {
    return { code: 'unsupported', message: `ExifTool: ${message}` };
  }
  if (message.startsWith('Error opening') || message.startsWith('Error reading')) {
    return whyUnreadable(path) ?? { code: 'io-error', message: `ExifTool: ${message}` };
  }
  return { code: 'corrupt', message: `ExifTool: ${message}` };
}
