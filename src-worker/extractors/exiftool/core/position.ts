import type { TagReader } from './tag-reader.ts';
import { decimalOf } from './json-value.ts';

/** Where the file was made: degrees with south and west negative, metres with below sea level negative. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  readonly altitudeM?: number;
}

/** EXIF's GPS IFD, then XMP's copy of it, then what films carry. */
export function positionOf(tags: TagReader): Position | undefined {
  return exifPosition(tags) ?? xmpPosition(tags) ?? filmPosition(tags);
}

/**
 * CIPA DC-008 (Exif 2.32), 4.6.6. ExifTool's raw latitude has no sign: without its reference the hemisphere is unknown, and
 * a place on the wrong side of the equator is worse than none.
 *
 * Zero degrees are a place like any other, and are kept, unless GPSStatus says that there was no measurement (`V`): then
 * they are what the camera put into the fields that it had to write. Other coordinates stand with `V` too, for EXIF means
 * by it that the measurement was interrupted: they are the last known place.
 */
function exifPosition(tags: TagReader): Position | undefined {
  const latitude = signed(tags.number('GPS:GPSLatitude'), tags.rawText('GPS:GPSLatitudeRef'), 'N', 'S');
  const longitude = signed(tags.number('GPS:GPSLongitude'), tags.rawText('GPS:GPSLongitudeRef'), 'E', 'W');
  const isNowhere = latitude === 0 && longitude === 0 && tags.rawText('GPS:GPSStatus')?.startsWith('V') === true;
  if (isNowhere) return undefined;
  return position(latitude, longitude, altitude(tags, 'GPS:GPSAltitude', 'GPS:GPSAltitudeRef'));
}

/** XMP (ISO 16684-2) writes `54,59.3800N`: ExifTool's raw value has its sign. */
function xmpPosition(tags: TagReader): Position | undefined {
  const altitudeM = altitude(tags, 'XMP-exif:GPSAltitude', 'XMP-exif:GPSAltitudeRef');
  return position(tags.number('XMP-exif:GPSLatitude'), tags.number('XMP-exif:GPSLongitude'), altitudeM);
}

function filmPosition(tags: TagReader): Position | undefined {
  for (const name of ['Keys:GPSCoordinates', 'ItemList:GPSCoordinates', 'UserData:GPSCoordinates']) {
    // ISO 6709 as ExifTool gives it: `47.3769 8.5417 408.2`
    const [latitude, longitude, altitudeM] = (tags.rawText(name) ?? '').split(/[\s,]+/).map(decimalOf);
    const found = position(latitude, longitude, altitudeM);
    if (found !== undefined) return found;
  }
  // 3GPP TS 26.244, `loci`: `(none) Role=shooting Lat=47.37690 Lon=8.54170 Alt=408.20 Body=earth`
  const loci = tags.rawText('UserData:LocationInformation');
  if (loci === undefined) return undefined;
  const part = (key: string) => decimalOf(new RegExp(`\\b${key}=([-+.\\d]+)`).exec(loci)?.[1] ?? '');
  return position(part('Lat'), part('Lon'), part('Alt'));
}

/** A height without a place is no position: in a recorded track it is one of thousands. */
function position(latitude?: number, longitude?: number, altitudeM?: number): Position | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  const place = { latitude: plusZero(latitude), longitude: plusZero(longitude) };
  return altitudeM === undefined ? place : { ...place, altitudeM: plusZero(altitudeM) };
}

function signed(
  degrees: number | undefined,
  reference: string | undefined,
  positive: string,
  negative: string,
): number | undefined {
  if (degrees === undefined || reference === undefined) return undefined;
  const letter = reference.charAt(0).toUpperCase();
  if (letter === positive) return degrees;
  return letter === negative ? -degrees : undefined;
}

/**
 * Exif 2.32: the reference is 0 above, 1 below sea level, and 0 where it is missing; Exif 3.0 adds the same for the height
 * above the ellipsoid as 2 and 3.
 */
function altitude(tags: TagReader, name: string, referenceName: string): number | undefined {
  const metres = tags.number(name);
  if (metres === undefined) return undefined;
  const reference = tags.number(referenceName);
  return reference === 1 || reference === 3 ? -Math.abs(metres) : metres;
}

/** `-0` is equal to `0` but is written as another value by some. */
function plusZero(number: number): number {
  return number === 0 ? 0 : number;
}
