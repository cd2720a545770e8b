import { RAW_FORMATS } from './raw-formats.ts';
import type { TagReader } from './tag-reader.ts';

// How pixels are to be read.

/**
 * EXIF orientation. In HEIF (ISO 23008-12, 6.5.10) the item's own rotation is what readers apply, and EXIF's is for
 * information only; with a mirroring beside it, the two together are not looked into here.
 */
export function orientationOf(tags: TagReader): number | undefined {
  const quarters = tags.number('QuickTime:Rotation'); // anti-clockwise
  if (quarters !== undefined && tags.printed('QuickTime:Mirroring') === undefined) return [1, 8, 3, 6][quarters];
  for (const name of ['IFD0:Orientation', 'XMP-tiff:Orientation', 'Lytro:Orientation']) {
    const orientation = tags.number(name);
    if (orientation !== undefined && Number.isInteger(orientation) && orientation >= 1 && orientation <= 8) {
      return orientation;
    }
  }
  return undefined;
}

/** Bits per channel of the picture itself. */
export function imageBitsOf(
  tags: TagReader,
  format: string | undefined,
  directory: string | undefined,
): number | undefined {
  const isRaw = RAW_FORMATS.has(format ?? '');
  if (directory !== undefined && !(isRaw && isPreview(tags, directory))) {
    const bits = sameForAll(tags.rawText(`${directory}:BitsPerSample`));
    if (bits !== undefined) return bits;
  }
  for (const name of isRaw ? RAW_BITS : BITS) {
    const bits = sameForAll(tags.rawText(name));
    if (bits !== undefined) return bits;
  }
  // ISO 15444-1, ihdr: depth less one in seven bits, and the sign in the eighth; 255 says that the channels differ.
  const jpeg2000 = tags.number('Jpeg2000:BitsPerComponent');
  if (jpeg2000 !== undefined && jpeg2000 >= 0 && jpeg2000 < 255) return (jpeg2000 & 0x7f) + 1;
  const fits = Math.abs(tags.number('FITS:Bitpix') ?? 0); // negative for floating point
  return fits > 0 ? fits : undefined;
}
const BITS = [
  ...[
    'File:BitsPerSample',
    'PNG:BitDepth',
    'Photoshop:BitDepth',
    'QuickTime:ImagePixelDepth',
    'QuickTime:BitDepthLuma',
  ],
  ...['DICOM:BitsStored', 'MIFF:Depth', 'IFD0:BitsPerSample', 'XMP-tiff:BitsPerSample'],
];
const RAW_BITS = ['MinoltaRaw:BitDepth'];

/** TIFF/EP: the sensor's data are a colour filter array or linear, never finished RGB or YCbCr, nor baseline JPEG. */
function isPreview(tags: TagReader, directory: string): boolean {
  const photometric = tags.number(`${directory}:PhotometricInterpretation`);
  return photometric === 2 || photometric === 6 || tags.number(`${directory}:Compression`) === 6;
}

/** `8 8 8` is 8; channels of different depths (`5 6 5`) have none in common. */
function sameForAll(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [first = '', ...others] = text.split(/[\s,;]+/);
  const bits = Number(first);
  return Number.isInteger(bits) && bits > 0 && others.every((other) => other === first) ? bits : undefined;
}

/**
 * The name of the colour space: an embedded profile says what the numbers mean (ICC.1), EXIF only whether it is sRGB; then
 * what the format itself declares, and last which channels there are.
 */
export function colorSpaceOf(tags: TagReader, format: string | undefined): string | undefined {
  return (
    tags.firstText([
      'ICC_Profile:ProfileDescription',
      'ICC_Profile:ProfileDescriptionML',
      'XMP-photoshop:ICCProfileName',
    ]) ??
    exifColorSpace(tags) ??
    (tags.printed('PNG:SRGBRendering') === undefined ? undefined : 'sRGB') ??
    firstNamed(tags, RAW_FORMATS.has(format ?? '') ? DECLARED : DECLARED_OR_CHANNELS)
  );
}
const DECLARED = [
  ...[
    'XMP-exif:ColorSpace',
    'Jpeg2000:ColorSpace',
    'CanonRaw:ColorSpace',
    'MIE-Image:ColorSpace',
    'QuickTime:ColorPrimaries',
  ],
];
const DECLARED_OR_CHANNELS = [
  ...DECLARED,
  ...[
    'Photoshop:ColorMode',
    'XMP-photoshop:ColorMode',
    'DICOM:PhotometricInterpretation',
    'IFD0:PhotometricInterpretation',
  ],
];
/** ISO 23091-2 code 2, EXIF 65535 and the like: the file says that it does not say. */
const UNNAMED = /^(?:unspecified|uncalibrated|unknown\b|undefined|n\/a$)/i;

function firstNamed(tags: TagReader, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = tags.text(name);
    if (text !== undefined && !UNNAMED.test(text)) return text;
  }
  return undefined;
}

/** DCF 2.0 (CIPA DC-009): an Adobe RGB image is `Uncalibrated` with the interoperability index R03. */
function exifColorSpace(tags: TagReader): string | undefined {
  const text = tags.text('ExifIFD:ColorSpace');
  if (text === undefined) return undefined;
  if (!UNNAMED.test(text)) return text;
  return tags.rawText('InteropIFD:InteropIndex')?.startsWith('R03') === true ? 'Adobe RGB' : undefined;
}

/** Of a film: the primaries of ISO 23091-2 in the track's `colr` atom. */
export function colorSpaceOfTrack(tags: TagReader, group: string): string | undefined {
  return firstNamed(tags, [`${group}:ColorPrimaries`]);
}
