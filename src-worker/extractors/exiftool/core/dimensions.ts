import type { MediaKind } from '../../../../src-protocol/model/core-fields.ts';
import { decimalOf } from './json-value.ts';
import { RAW_FORMATS } from './raw-formats.ts';
import type { TagReader } from './tag-reader.ts';
import type { Tracks } from './tracks.ts';

export interface Dimensions {
  readonly width: number;
  readonly height: number;
  /** The EXIF directory of the image, where it has one of its own: its other properties are found there. */
  readonly directory?: string;
}

type Pair = readonly [width: string, height: string];

const sized = (group: string): Pair => [`${group}:ImageWidth`, `${group}:ImageHeight`];
const EXIF_SIZE: Pair = ['ExifIFD:ExifImageWidth', 'ExifIFD:ExifImageHeight'];

/**
 * What is encoded before what is said of it: File:ImageWidth comes from a JPEG's own frame header, and the EXIF size is that
 * of an image that may since have been scaled.
 */
const IMAGE: readonly Pair[] = [
  ...['File', 'PNG', 'GIF', 'RIFF', 'Photoshop', 'Jpeg2000', 'MNG', 'GIMP', 'MIFF', 'PSP', 'PhotoCD'].map(sized),
  ['DICOM:Columns', 'DICOM:Rows'],
  ['FITS:Naxis1', 'FITS:Naxis2'],
  ...['Lytro', 'FLIR', 'ITC', 'SVG', 'OpenEXR'].map(sized),
  EXIF_SIZE,
  sized('IFD0'),
  ['XMP-exif:ExifImageWidth', 'XMP-exif:ExifImageHeight'],
  sized('XMP-tiff'),
];
const FILM: readonly Pair[] = ['File', 'RIFF', 'ASF', 'Flash', 'H264', 'MPEG', 'DV', 'Red', 'Theora', 'MXF'].map(sized);
const PAGE: readonly Pair[] = [sized('DjVu')];
/** Of the image that a sidecar belongs to. */
const SIDECAR: readonly Pair[] = [
  EXIF_SIZE,
  ['XMP-exif:ExifImageWidth', 'XMP-exif:ExifImageHeight'],
  sized('XMP-tiff'),
];

/** Formats in which a TIFF directory is the image itself, with perhaps a reduced one before it. */
const TIFF_LIKE = new Set(['TIFF', 'BTF', 'HDP', 'WDP', 'JXR']);

const RAW_GROUPS: readonly Pair[] = ['CanonRaw', 'MinoltaRaw', 'SigmaRaw', 'PhaseOne', 'KyoceraRaw'].map(sized);

const DIRECTORIES = ['IFD0', 'SubIFD', 'IFD1', 'IFD2', 'IFD3', 'SubIFD1', 'SubIFD2', 'SubIFD3', 'SubIFD4', 'SubIFD5'];

/** The size in pixels of the file's own picture: not of its thumbnail or preview, and none for sound. */
export function dimensionsOf(
  tags: TagReader,
  kind: MediaKind | undefined,
  format: string | undefined,
  tracks: Tracks,
): Dimensions | undefined {
  switch (kind) {
    case 'video':
      return (tracks.video === undefined ? undefined : sizeAt(tags, sized(tracks.video))) ?? firstSize(tags, FILM);
    case 'image':
      return imageSize(tags, format ?? '');
    case 'document':
      return firstSize(tags, PAGE);
    case 'data':
      return firstSize(tags, SIDECAR);
    default:
      return undefined;
  }
}

function imageSize(tags: TagReader, format: string): Dimensions | undefined {
  if (RAW_FORMATS.has(format)) return rawSize(tags) ?? firstSize(tags, IMAGE);
  if (TIFF_LIKE.has(format)) {
    // TIFF 6.0, NewSubfileType bit 0: this directory is a reduced version of another one in the file.
    const isReduced = ((tags.number('IFD0:SubfileType') ?? 0) & 1) === 1;
    return (isReduced ? largestDirectory(tags) : directorySize(tags, 'IFD0')) ?? firstSize(tags, IMAGE);
  }
  return firstSize(tags, IMAGE) ?? spaced(tags.rawText('MIE-Image:ImageSize'));
}

function rawSize(tags: TagReader): Dimensions | undefined {
  return (
    spaced(tags.rawText('RAF:RawImageCroppedSize')) ??
    panasonicSize(tags) ??
    firstSize(tags, RAW_GROUPS) ??
    largestDirectory(tags)
  );
}

/** Image::ExifTool::PanasonicRaw, Composite:ImageWidth: the picture is what lies between the sensor's borders. */
function panasonicSize(tags: TagReader): Dimensions | undefined {
  const [left, right] = [tags.number('IFD0:SensorLeftBorder'), tags.number('IFD0:SensorRightBorder')];
  const [top, bottom] = [tags.number('IFD0:SensorTopBorder'), tags.number('IFD0:SensorBottomBorder')];
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return undefined;
  const size = dimensions(right - left, bottom - top);
  return size === undefined ? undefined : { ...size, directory: 'IFD0' };
}

/** The largest of a raw file's images, which is the photograph; CR2 tells its size in the EXIF directory alone. */
function largestDirectory(tags: TagReader): Dimensions | undefined {
  let largest = sizeAt(tags, EXIF_SIZE);
  for (const directory of DIRECTORIES) {
    const size = directorySize(tags, directory);
    if (size === undefined) continue;
    if (largest === undefined || size.width * size.height >= largest.width * largest.height) largest = size;
  }
  return largest;
}

function directorySize(tags: TagReader, directory: string): Dimensions | undefined {
  const size = sizeAt(tags, sized(directory));
  return size === undefined ? undefined : { ...size, directory };
}

function firstSize(tags: TagReader, pairs: readonly Pair[]): Dimensions | undefined {
  for (const pair of pairs) {
    const size = sizeAt(tags, pair);
    if (size !== undefined) return size;
  }
  return undefined;
}

function sizeAt(tags: TagReader, [width, height]: Pair): Dimensions | undefined {
  const text = tags.rawText(width);
  if (text === undefined) return undefined;
  return dimensions(pixels(text), pixels(tags.rawText(height) ?? ''));
}

/** SVG lengths may carry a unit; only user units and `px` are pixels. */
function pixels(text: string): number | undefined {
  return decimalOf(text.endsWith('px') ? text.slice(0, -2) : text);
}

/** `4256 1424` */
function spaced(text: string | undefined): Dimensions | undefined {
  const [width, height] = (text ?? '').split(' ').map(decimalOf);
  return dimensions(width, height);
}

function dimensions(width: number | undefined, height: number | undefined): Dimensions | undefined {
  return width !== undefined && height !== undefined && width > 0 && height > 0 ? { width, height } : undefined;
}
