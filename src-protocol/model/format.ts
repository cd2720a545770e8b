import { z } from 'zod';

/**
 * What a name's extension says of a file before it is opened: its format, for predicting how long it takes, and its family,
 * for keeping files together that need the same parts of an extractor in memory.
 */
export type FormatFamily =
  'jpeg' | 'tiff-raw' | 'iso-media' | 'raster' | 'audio' | 'video' | 'document' | 'office' | 'other';

const FAMILIES: Readonly<Record<Exclude<FormatFamily, 'other'>, string>> = {
  jpeg: 'jpg jpeg jpe jfif mpo jps insp',
  'tiff-raw':
    'tif tiff dng cr2 nef nrw arw srf sr2 orf rw2 pef srw raf 3fr fff iiq mef mos erf kdc dcr crw mrw x3f rwl gpr btf',
  'iso-media': 'heic heif hif avif mp4 m4v mov qt cr3 crm 3gp 3g2 m4a m4b insv lrv 360 jp2 j2k jpx jxl',
  raster: 'png apng gif webp bmp ico psd psb xcf exr hdr dpx svg bpg flif pcx ppm pgm pbm tga',
  audio: 'mp3 flac ogg oga opus wav aif aiff ape mpc wv aac wma dsf m3u ra mka',
  video: 'mkv webm avi wmv asf mpg mpeg mts m2ts ts flv vob rm dv mxf r3d swf wtv',
  document: 'pdf ps eps ai txt csv html htm xml xmp json rtf md ics vcf tex log aae plist',
  office: 'docx xlsx pptx doc xls ppt odt ods odp epub mobi zip key numbers pages idml indd 7z rar gz',
};

const FAMILY_OF = new Map<string, FormatFamily>(
  Object.entries(FAMILIES).flatMap(([family, extensions]) =>
    extensions.split(' ').map((extension) => [extension, family as FormatFamily] as const),
  ),
);

/** What a file is to a person, as far as its name says it. */
export const FileKind = z.enum(['photo', 'raw', 'video', 'audio', 'document', 'other']);
export type FileKind = z.infer<typeof FileKind>;

const KIND_OF_FAMILY: Readonly<Record<FormatFamily, FileKind>> = {
  jpeg: 'photo',
  'tiff-raw': 'raw',
  'iso-media': 'video',
  raster: 'photo',
  audio: 'audio',
  video: 'video',
  document: 'document',
  office: 'document',
  other: 'other',
};

/** Where a family, which goes by how files are built, holds several kinds. */
const OTHERWISE: Readonly<Partial<Record<FileKind, string>>> = {
  photo: 'tif tiff btf heic heif hif avif jp2 j2k jpx jxl',
  raw: 'cr3',
  audio: 'm4a m4b',
  other: 'zip 7z rar gz log aae plist xmp xml json vcf ics',
};

const KIND_OF = new Map<string, FileKind>(
  Object.entries(OTHERWISE).flatMap(([kind, extensions]) =>
    extensions.split(' ').map((extension) => [extension, kind as FileKind] as const),
  ),
);

const LONGEST_EXTENSION = 8;

/** The format of a name without an extension. */
const NO_FORMAT = 'none';

/** A file is asked about several times in a row: to predict, to plan and to learn how long it takes. */
let lastName = '';
let lastFormat = NO_FORMAT;

/** The extension in lower case without its dot, or `none`; odd ones are one format, so that their number stays small. */
export function formatOf(name: string): string {
  if (name !== lastName) {
    lastName = name;
    lastFormat = formatOfName(name);
  }
  return lastFormat;
}

function formatOfName(name: string): string {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || dot === name.length - 1 || name.length - dot - 1 > LONGEST_EXTENSION) return NO_FORMAT;
  const extension = name.slice(dot + 1).toLowerCase();
  return /^[a-z0-9]+$/.test(extension) ? extension : NO_FORMAT;
}

/** The same, but absent where there is none. */
export function extensionOf(name: string): string | undefined {
  const format = formatOf(name);
  return format === NO_FORMAT ? undefined : format;
}

export function familyOf(format: string): FormatFamily {
  return FAMILY_OF.get(format) ?? 'other';
}

export function fileKindOf(format: string): FileKind {
  return KIND_OF.get(format) ?? KIND_OF_FAMILY[familyOf(format)];
}

/** The power of four in which a size lies: files of one class take about equally long. 0 for up to 4 KiB, at most 12. */
export function sizeClassOf(sizeBytes: number): number {
  if (sizeBytes <= 4_096) return 0;
  return Math.min(12, Math.ceil(Math.log2(sizeBytes / 4_096) / 2));
}
