import type { MediaKind } from '../../../../src-protocol/model/core-fields.ts';

/** File types whose MIME type in ExifTool 13.59 (`%mimeType`) is missing, general, or names a carrier and not the content. */
const FILE_TYPES: readonly (readonly [MediaKind, readonly string[]])[] = [
  ['image', ['DICOM', 'ACR', 'PSD', 'PSB', 'PSDT', 'EPS', 'AI', 'WMF', 'MIFF', 'EIP', 'ITC', 'SKETCH']],
  ['video', ['MXF', 'SWF', 'AVC']],
  ['audio', ['LA', 'OFR', 'PAC', 'WV']],
  ['document', ['PDF', 'PS', 'INDD', 'IND', 'INX', 'IDML', 'VSD', 'VSDX', 'CHM', 'TNEF', 'VNote', 'FLA', 'THMX']],
  ['document', ['DJVU', 'DJVU (multi-page)', 'KEY', 'KTH', 'PAGES', 'NUMBERS', 'NMBTEMPLATE', 'EPUB', 'MOBI']],
  ['archive', ['ZIP', 'GZIP', 'BZ2', '7Z', 'RAR', 'TAR', 'ISO']],
  ['font', ['DFONT']],
  ['model', ['DWG', 'DXF', 'DWF', 'MAX']],
  ['program', ['DEX', 'PHP']],
  // Settings, sidecars and tables: what is said about other things.
  ['data', ['EXV', 'EXIF', 'CSV', 'VCard', 'ICS', 'MKS']],
];
const BY_FILE_TYPE: ReadonlyMap<string, MediaKind> = new Map(
  FILE_TYPES.flatMap(([kind, types]) => types.map((type) => [type, kind] as const)),
);

const BY_MIME_START: readonly (readonly [string, MediaKind])[] = [
  ['image/', 'image'],
  ['video/', 'video'],
  ['audio/', 'audio'],
  ['font/', 'font'],
  ['model/', 'model'],
  ['text/x-', 'program'], // ExifTool's name for a script after its interpreter: text/x-perl
  ['text/', 'document'],
  ['application/font-', 'font'],
  ['application/x-font', 'font'],
  ['application/vnd.rn-realmedia', 'video'],
  ['application/msword', 'document'],
  ['application/vnd.openxmlformats-officedocument.', 'document'],
  ['application/vnd.ms-excel', 'document'],
  ['application/vnd.ms-powerpoint', 'document'],
  ['application/vnd.ms-word', 'document'],
  ['application/vnd.oasis.opendocument.', 'document'],
  ['application/java-byte-code', 'program'],
];

/** Image::ExifTool::EXE names these by platform: `Win64 DLL`, `ELF shared library`, `Mach-O fat binary executable`. */
const PROGRAM = /\b(?:EXE|DLL|ELF|Mach-O|executable|library|bytecode|script)\b/;

/**
 * What kind of thing a file is, from ExifTool's File:FileType and File:MIMEType. A type that is known but is none of the
 * others is `data`; undefined only where ExifTool did not recognise the file at all.
 */
export function mediaKindOf(format: string | undefined, mimeType: string | undefined): MediaKind | undefined {
  if (format !== undefined) {
    const known = BY_FILE_TYPE.get(format);
    if (known !== undefined) return known;
    if (PROGRAM.test(format)) return 'program';
  }
  if (mimeType !== undefined) {
    for (const [start, kind] of BY_MIME_START) if (mimeType.startsWith(start)) return kind;
  }
  return format === undefined && mimeType === undefined ? undefined : 'data';
}
