import type { TagReader } from './tag-reader.ts';

// The device and its settings for the shot: EXIF first, then XMP's copy of it, then the makers' own tags.

const named = (tag: string, groups: readonly string[]): readonly string[] => groups.map((group) => `${group}:${tag}`);

const FILM_MAKERS = ['Keys', 'UserData', 'RIFF', 'Pentax', 'Nikon', 'Olympus', 'Panasonic', 'Samsung', 'Sanyo', 'H264'];
const STILL_MAKERS = ['CanonRaw', 'SigmaRaw', 'KyoceraRaw', 'Lytro', 'FlashPix', 'MIE-Camera', 'PNG'];

const MAKE = [
  ...named('Make', ['IFD0', 'XMP-tiff', ...STILL_MAKERS, ...FILM_MAKERS, 'FujiFilm', 'Kodak', 'Minolta']),
  'Keys:AndroidMake',
  'XML:DeviceManufacturer',
  'DICOM:Manufacturer',
];
const MODEL = [
  ...named('Model', ['IFD0', 'XMP-tiff', ...STILL_MAKERS, ...FILM_MAKERS, 'GoPro', 'Red']),
  'Keys:AndroidModel',
  'XML:DeviceModelName',
  'DICOM:ManufacturersModelName',
];

/**
 * Names of lenses, then makers' look-ups by number, then bare specifications (`18-55mm f/3.5-5.6`). ExifTool's best guess
 * among lenses that share a number is a Composite tag, which the fast profile does not have.
 */
const LENS = [
  'ExifIFD:LensModel',
  'XMP-exifEX:LensModel',
  'XMP-aux:Lens',
  ...named('LensModel', ['Canon', 'Olympus', 'PhaseOne', 'Nikon', 'Pentax', 'MIE-Lens', 'Keys', 'VideoKeys']),
  ...named('LensType', [
    'Canon',
    'Pentax',
    'Olympus',
    'Sony',
    'Minolta',
    'Panasonic',
    'Leica',
    'Samsung',
    'Sigma',
    'SigmaRaw',
  ]),
  ...named('Lens', ['Nikon', 'KyoceraRaw', 'Kodak']),
  'ExifIFD:LensInfo',
  'IFD0:DNGLensInfo',
];
const NO_LENS = /^(?:unknown\b|n\/a$|none$|-+$)|\bno lens$/i;

/** Of the body, as engraved. Internal serial numbers are other numbers, and would not match it between two files. */
const SERIAL_NUMBER = [
  ...named('SerialNumber', ['ExifIFD', 'XMP-exifEX', 'XMP-aux']),
  ...named('CameraSerialNumber', ['IFD0', 'GoPro', 'FLIR']),
  ...named('SerialNumber', [
    'Canon',
    'Nikon',
    'Olympus',
    'Pentax',
    'Sony',
    'Sigma',
    'Leica',
    'Samsung',
    'Kodak',
    'Ricoh',
  ]),
  ...named('SerialNumber', ['Motorola', 'Reconyx', 'PictureInfo', 'HP', 'DJI', 'UserData', 'Red', ...STILL_MAKERS]),
  ...named('SerialNumber', ['PhaseOne', 'KodakIFD', 'KDC_IFD']),
  'Ricoh:BodySerialNumber',
  'XML:DeviceSerialNo',
  'DICOM:DeviceSerialNumber',
];
const NO_SERIAL_NUMBER = /^[0\s]+$/;

const ISO_MAKERS = ['Nikon', 'Pentax', 'Casio', 'Minolta', 'Kodak', 'Sony', 'PhaseOne', 'Red', ...STILL_MAKERS];
const ISO = named('ISO', ['ExifIFD', 'XMP-exif', 'IFD0', ...ISO_MAKERS]);
/** Exif 2.3: a sensitivity beyond 16 bits is 65535 in PhotographicSensitivity and true in one of these. */
const LARGE_ISO = ['ExifIFD:RecommendedExposureIndex', 'ExifIFD:StandardOutputSensitivity', 'ExifIFD:ISOSpeed'];
const ISO_OVERFLOW = 65_535;

const SHOT_MAKERS = ['Pentax', 'Canon', 'Minolta', 'Kodak', 'Sony', 'H264', 'Red', ...STILL_MAKERS];
const EXPOSURE = [
  ...named('ExposureTime', ['ExifIFD', 'XMP-exif']),
  ...named('ShutterSpeedValue', ['ExifIFD', 'XMP-exif']),
  ...named('ExposureTime', SHOT_MAKERS),
];
const F_NUMBER = [
  ...named('FNumber', ['ExifIFD', 'XMP-exif']),
  ...named('ApertureValue', ['ExifIFD', 'XMP-exif']),
  ...named('FNumber', [...SHOT_MAKERS, 'MIE-Lens']),
];
const FOCAL_LENGTH = named('FocalLength', ['ExifIFD', 'XMP-exif', ...SHOT_MAKERS, 'Nikon', 'PhaseOne', 'MIE-Lens']);
const FOCAL_LENGTH_35 = named('FocalLengthIn35mmFormat', ['ExifIFD', 'XMP-exif', 'SigmaRaw', 'VideoKeys', 'H264']);

export function makeOf(tags: TagReader): string | undefined {
  return tags.firstText(MAKE);
}

export function modelOf(tags: TagReader): string | undefined {
  return tags.firstText(MODEL);
}

export function lensOf(tags: TagReader): string | undefined {
  return firstTextExcept(tags, LENS, NO_LENS);
}

export function serialNumberOf(tags: TagReader): string | undefined {
  return firstTextExcept(tags, SERIAL_NUMBER, NO_SERIAL_NUMBER);
}

export function isoOf(tags: TagReader): number | undefined {
  for (const name of ISO) {
    // Printed: Nikon's raw value is a pair, Kyocera's a code; EXIF may hold several, `100, 100`.
    const text = /^\d+(?:\.\d+)?(?=$|[\s,;])/.exec(tags.text(name) ?? '')?.[0];
    const iso = Number(text ?? 0);
    if (iso === ISO_OVERFLOW) return tags.firstPositive(LARGE_ISO) ?? iso;
    if (iso > 0) return iso;
  }
  return canonIso(tags);
}

/** Image::ExifTool::Canon, Composite:ISO. */
function canonIso(tags: TagReader): number | undefined {
  const set = tags.firstPrintedPositive(['Canon:CameraISO']);
  if (set !== undefined) return set;
  const [base, auto] = [tags.firstPositive(['Canon:BaseISO']), tags.firstPositive(['Canon:AutoISO'])];
  return base === undefined || auto === undefined ? undefined : Math.round((base * auto) / 100);
}

export function fNumberOf(tags: TagReader): number | undefined {
  return tags.firstPositive(F_NUMBER);
}

export function exposureOf(tags: TagReader): number | undefined {
  return tags.firstPositive(EXPOSURE);
}

export function focalLengthOf(tags: TagReader): number | undefined {
  return tags.firstPositive(FOCAL_LENGTH);
}

export function focalLength35Of(tags: TagReader): number | undefined {
  return tags.firstPositive(FOCAL_LENGTH_35);
}

export function flashFiredOf(tags: TagReader): boolean | undefined {
  // CIPA DC-008, Flash: bit 0 is the firing, bits 1 to 6 its circumstances; a value with more is damage.
  const flash = tags.number('ExifIFD:Flash');
  if (flash !== undefined && flash >= 0 && flash < 0x80) return (flash & 1) === 1;
  const fired = /"Fired":\s*"?(true|false)/i.exec(tags.raw('XMP-exif:Flash') ?? '')?.[1];
  return fired === undefined ? undefined : fired.toLowerCase() === 'true';
}

function firstTextExcept(tags: TagReader, names: readonly string[], except: RegExp): string | undefined {
  for (const name of names) {
    const text = tags.text(name);
    if (text !== undefined && !except.test(text)) return text;
  }
  return undefined;
}
