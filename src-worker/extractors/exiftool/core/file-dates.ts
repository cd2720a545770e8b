import type { CoreDate, MediaKind } from '../../../../src-protocol/model/core-fields.ts';
import { coreDate, inUtc, parseDate, parseOffset, validOffset, withFraction, type WrittenDate } from './core-date.ts';
import type { TagReader } from './tag-reader.ts';

/** Reads one date, or finds that the file does not have it. */
type DateSource = (tags: TagReader) => CoreDate | undefined;

/**
 * When the content was captured. Order: what the camera wrote before what an editor wrote (Metadata Working Group, Guidelines
 * 2.0, 5.4: Exif DateTimeOriginal, photoshop:DateCreated, IPTC Date Created); in films a value that carries its zone first.
 * A GPS time comes last: it is when the receiver had its fix. There is no fall-back on dates of creation or modification.
 */
export function capturedAtOf(tags: TagReader, kind: MediaKind | undefined, iptcIsNewer: boolean): CoreDate | undefined {
  if (kind === 'audio') return first(tags, CAPTURED_SOUND);
  if (kind === 'video') return first(tags, CAPTURED_FILM) ?? gpsTime(tags);
  return first(tags, iptcIsNewer ? CAPTURED_IMAGE_IPTC_FIRST : CAPTURED_IMAGE) ?? gpsTime(tags);
}

/** When the file's content came to be as it is: digitised, recorded into this container, first saved. */
export function createdAtOf(tags: TagReader, kind: MediaKind | undefined): CoreDate | undefined {
  if (kind === 'audio' || kind === 'video') return first(tags, CREATED_MEDIA);
  return first(tags, kind === 'image' ? CREATED_IMAGE : CREATED_OTHER);
}

function first(tags: TagReader, sources: readonly DateSource[]): CoreDate | undefined {
  for (const source of sources) {
    const date = source(tags);
    if (date !== undefined) return date;
  }
  return undefined;
}

function written(tags: TagReader, name: string): WrittenDate | undefined {
  const text = tags.text(name);
  return text === undefined ? undefined : parseDate(text);
}

/** A tag that is a date by itself. */
function at(name: string): DateSource {
  return (tags) => {
    const date = written(tags, name);
    return date === undefined ? undefined : coreDate(date, name, name);
  };
}

/**
 * The `©day` of films. Phones write when they filmed into it, with the zone; shops and music players the day of release,
 * as a year or in UTC (`2009-05-08T07:00:00Z`), which is no capture.
 */
function filmedOn(name: string): DateSource {
  return (tags) => {
    const text = tags.text(name);
    const date = text === undefined ? undefined : parseDate(text);
    if (date === undefined || !date.local.includes('T') || /z$/i.test(text ?? '')) return undefined;
    return coreDate(date, name, name);
  };
}

/** A tag that ExifTool makes of a count of seconds: see `inUtc`. */
function counted(name: string): DateSource {
  return (tags) => {
    const date = written(tags, name);
    const utc = date === undefined ? undefined : inUtc(date);
    return utc === undefined ? undefined : coreDate(utc, name, name);
  };
}

/** A date whose time of day, and perhaps whose zone, are tags of their own. Without a valid time it is a date alone. */
function joined(dateName: string, timeName: string, zoneName?: string): DateSource {
  return (tags) => {
    const day = tags.text(dateName);
    if (day === undefined) return undefined;
    const time = tags.text(timeName);
    const date = (time === undefined ? undefined : parseDate(`${day} ${time}`)) ?? parseDate(day);
    if (date === undefined) return undefined;
    if (date.offsetMinutes !== undefined || zoneName === undefined) return coreDate(date, dateName, timeName);
    const zone = tags.text(zoneName);
    const offsetMinutes = zone === undefined ? undefined : parseOffset(zone);
    return coreDate({ local: date.local, offsetMinutes }, dateName, zoneName);
  };
}

/** EXIF (CIPA DC-008) keeps date, sub-seconds and offset in three tags. */
function exif(names: readonly string[], subSecName: string, offsetName: string): DateSource {
  return (tags) => {
    for (const name of names) {
      const text = tags.text(name);
      const date = text === undefined ? undefined : parseDate(text);
      if (date === undefined) continue;
      const whole = withFraction(date, tags.text(subSecName));
      if (whole.offsetMinutes !== undefined) return coreDate(whole, name, name);
      const zone = exifZone(tags, text, offsetName);
      return coreDate({ local: whole.local, offsetMinutes: zone?.offsetMinutes }, name, zone?.name ?? name);
    }
    return undefined;
  };
}

const ORIGINAL_OFFSET = 'ExifIFD:OffsetTimeOriginal';

function exifZone(tags: TagReader, dateText: string | undefined, offsetName: string): Zone | undefined {
  const own = zoneOf(tags, offsetName);
  if (own !== undefined) return own;
  // OffsetTime belongs to ModifyDate. Where both dates are the same to the second, the camera wrote them at one moment.
  if (dateText === tags.text('IFD0:ModifyDate')) {
    const modified = zoneOf(tags, 'ExifIFD:OffsetTime');
    if (modified !== undefined) return modified;
  }
  if (offsetName !== ORIGINAL_OFFSET) return undefined;
  // TIFF/EP (ISO 12234-2) 0x882a: hours from GMT of DateTimeOriginal, then perhaps those of ModifyDate.
  const hours = tags.rawText('ExifIFD:TimeZoneOffset')?.split(/[\s,;]+/, 1)[0];
  if (hours === undefined || !/^[-+]?\d{1,2}$/.test(hours)) return undefined;
  const offsetMinutes = validOffset(Number(hours) * 60);
  return offsetMinutes === undefined ? undefined : { offsetMinutes, name: 'ExifIFD:TimeZoneOffset' };
}

interface Zone {
  readonly offsetMinutes: number;
  readonly name: string;
}

function zoneOf(tags: TagReader, name: string): Zone | undefined {
  const text = tags.text(name);
  const offsetMinutes = text === undefined ? undefined : parseOffset(text);
  return offsetMinutes === undefined ? undefined : { offsetMinutes, name };
}

/** GPS time is UTC by definition (CIPA DC-008, GPSTimeStamp): evidence of the instant, not of the place's zone. */
function gpsTime(tags: TagReader): CoreDate | undefined {
  const day = tags.text('GPS:GPSDateStamp');
  const time = tags.text('GPS:GPSTimeStamp');
  if (day !== undefined && time !== undefined) {
    const date = parseDate(`${day} ${time}`);
    if (date !== undefined) {
      const utc = { local: date.local, offsetMinutes: date.offsetMinutes ?? 0 };
      return coreDate(utc, 'GPS:GPSDateStamp', 'GPS:GPSTimeStamp');
    }
  }
  const date = written(tags, 'XMP-exif:GPSDateTime');
  if (date === undefined) return undefined;
  const utc = { local: date.local, offsetMinutes: date.offsetMinutes ?? 0 };
  return coreDate(utc, 'XMP-exif:GPSDateTime', 'XMP-exif:GPSDateTime');
}

/**
 * FITS Standard 4.0, 4.4.2.1 and 9.1: ISO 8601 in the time system of TIMESYS; in old files DD/MM/YY, always of the 1900s. The
 * standard lets a missing TIMESYS mean UTC, but old files hold local times: only a stated one is evidence.
 */
function fits(dateName: string, timeName: string): DateSource {
  return (tags) => {
    const text = tags.text(dateName);
    if (text === undefined) return undefined;
    const old = /^(\d\d)\/(\d\d)\/(\d\d)$/.exec(text);
    const day = old === null ? text : `19${old[3] ?? ''}:${old[2] ?? ''}:${old[1] ?? ''}`;
    const time = tags.text(timeName);
    const date = (time === undefined ? undefined : parseDate(`${day} ${time}`)) ?? parseDate(day);
    if (date === undefined) return undefined;
    const inUniversalTime = tags.text('FITS:Timesys') === 'UTC';
    return coreDate({ local: date.local, offsetMinutes: inUniversalTime ? 0 : undefined }, dateName, 'FITS:Timesys');
  };
}

const EXIF_CAPTURED = exif(
  ['ExifIFD:DateTimeOriginal', 'IFD0:DateTimeOriginal'],
  'ExifIFD:SubSecTimeOriginal',
  ORIGINAL_OFFSET,
);
const EXIF_DIGITISED = exif(['ExifIFD:CreateDate'], 'ExifIFD:SubSecTimeDigitized', 'ExifIFD:OffsetTimeDigitized');
const XMP_CAPTURED = [at('XMP-exif:DateTimeOriginal'), at('XMP-photoshop:DateCreated')];
const IPTC_CAPTURED = joined('IPTC:DateCreated', 'IPTC:TimeCreated');

const CAPTURED_BY_MAKERS: readonly DateSource[] = [
  ...['CanonRaw', 'SigmaRaw', 'PhaseOne', 'KyoceraRaw', 'Lytro', 'Casio', 'Reconyx', 'FLIR'].map((group) =>
    at(`${group}:DateTimeOriginal`),
  ),
  ...['Sony', 'PictureInfo', 'FlashPix', 'OpenEXR', 'MIE-Doc', 'XML'].map((group) => at(`${group}:DateTimeOriginal`)),
  joined('DICOM:AcquisitionDate', 'DICOM:AcquisitionTime', 'DICOM:TimezoneOffsetFromUTC'),
  fits('FITS:ObservationDate', 'FITS:ObservationTime'),
];

const CAPTURED_IMAGE: readonly DateSource[] = [EXIF_CAPTURED, ...XMP_CAPTURED, IPTC_CAPTURED, ...CAPTURED_BY_MAKERS];
const CAPTURED_IMAGE_IPTC_FIRST = [EXIF_CAPTURED, IPTC_CAPTURED, ...XMP_CAPTURED, ...CAPTURED_BY_MAKERS];

const CAPTURED_FILM: readonly DateSource[] = [
  at('Keys:CreationDate'), // Apple: local time with its offset
  at('XML:CreationDateValue'), // Sony's NonRealTimeMeta
  filmedOn('UserData:ContentCreateDate'),
  filmedOn('ItemList:ContentCreateDate'),
  EXIF_CAPTURED,
  ...['UserData', 'QuickTime', 'Nikon', 'H264', 'DV', 'RIFF', 'MOI', 'Matroska'].map((group) =>
    at(`${group}:DateTimeOriginal`),
  ),
  joined('Red:DateCreated', 'Red:TimeCreated'),
  ...XMP_CAPTURED,
];

const RIFF_RECORDED = joined('RIFF:DateCreated', 'RIFF:TimeCreated');
const CAPTURED_SOUND: readonly DateSource[] = [
  at('RIFF:DateTimeOriginal'), // Broadcast Wave (EBU Tech 3285): OriginationDate and OriginationTime
  // DateCreated alone is often a year of release; with Exif 2.2's `etim` chunk a recorder wrote it.
  (tags) => (tags.text('RIFF:TimeCreated') === undefined ? undefined : RIFF_RECORDED(tags)),
  at('Olympus:DateTimeOriginal'),
  at('Olympus:StartTime'),
  at('Matroska:DateTimeOriginal'),
];

const CREATED_IMAGE: readonly DateSource[] = [
  EXIF_DIGITISED,
  at('XMP-exif:DateTimeDigitized'),
  joined('IPTC:DigitalCreationDate', 'IPTC:DigitalCreationTime'),
  at('XMP-xmp:CreateDate'),
  counted('QuickTime:CreateDate'), // CR3 and image sequences
  at('PNG:CreationTime'),
  at('PNG:CreateDate'),
  counted('PSP:CreateDate'),
  counted('PhotoCD:CreateDate'),
  ...['FlashPix', 'MIE-Doc', 'File', 'XML'].map((group) => at(`${group}:CreateDate`)),
  joined('DICOM:InstanceCreationDate', 'DICOM:InstanceCreationTime', 'DICOM:TimezoneOffsetFromUTC'),
  fits('FITS:CreateDate', 'FITS:CreateTime'),
];

const CREATED_MEDIA: readonly DateSource[] = [
  // ISO 14496-12 says UTC, and ExifTool prints no zone, because many cameras write local time: so no offset is taken.
  counted('QuickTime:CreateDate'),
  at('Info:DateTimeOriginal'), // Matroska's DateUTC: when the segment was made by the muxer
  at('ASF:CreationDate'),
  at('MXF:CreateDate'),
  at('WTV:EncodeTime'),
  EXIF_DIGITISED,
  at('Matroska:CreateDate'),
  at('Keys:CreationTime'),
  at('XMP-xmp:CreateDate'),
  at('RIFF:DateCreated'),
  at('Real-MDPR2:CreateDate'),
  at('Flash:CreateDate'),
];

const CREATED_OTHER: readonly DateSource[] = [
  at('XMP-xmp:CreateDate'),
  at('PDF:CreateDate'),
  at('FlashPix:CreateDate'), // [MS-OLEPS] says UTC, ExifTool prints no zone, and not all writers comply: no offset
  at('XML:CreateDate'), // Office Open XML
  at('XMP-meta:Creation-date'), // OpenDocument
  ...['RTF', 'HTML-office', 'DjVu-Meta', 'PostScript', 'MIE-Doc', 'Font'].map((group) => at(`${group}:CreateDate`)),
  ...['Palm', 'Torrent', 'EXE'].map((group) => counted(`${group}:CreateDate`)),
  counted('EXE:TimeStamp'),
  at('ISO:VolumeCreateDate'),
  EXIF_DIGITISED,
  at('XMP-exif:DateTimeDigitized'),
];
