import { createRequire } from 'node:module';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';

/** The package that brings ExifTool for this system. */
const PACKAGE = process.platform === 'win32' ? 'exiftool-vendored.exe' : 'exiftool-vendored.pl';

/** Raised when what this extractor makes of ExifTool's output changes, so that cached records are made again. */
const REVISION = 1;

/** Known without starting ExifTool: its package is numbered like the ExifTool that it holds. */
export function describeExifTool(): ExtractorDescription {
  const { version } = createRequire(import.meta.url)(`${PACKAGE}/package.json`) as { version: string };
  return { id: 'exiftool', version: `${version}+${REVISION.toString()}` };
}
