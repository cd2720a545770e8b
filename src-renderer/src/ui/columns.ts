import type { Cell } from '../../../src-protocol/contract/results.ts';
import type { CoreFields } from '../../../src-protocol/model/core-fields.ts';
import { FAULT_TITLES } from '../../../src-protocol/model/fault.ts';
import { bytes, count, duration } from '../../../src-protocol/model/words.ts';
import { clock, decimal, exposure, localDate } from './cell-numbers.ts';
import { dateTime } from './time.ts';
import { workerName } from './worker-name.ts';

interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly string[];
}

const TITLES: Readonly<Record<string, string>> = {
  name: 'Name',
  path: 'Path',
  relativePath: 'Path in its source',
  folder: 'Folder',
  extension: 'Extension',
  size: 'Size',
  modifiedAt: 'Modified',
  sidecars: 'Sidecars',
  outcome: 'Outcome',
  fromCache: 'From the cache',
  durationMs: 'Reading time',
  'error.code': 'Cause',
  'error.message': 'Message',
  'error.attempts': 'Attempts',
  'error.worker': 'Worker',
  'error.failedAt': 'Failed at',
  mediaKind: 'Kind',
  format: 'Format',
  mimeType: 'MIME type',
  width: 'Width',
  height: 'Height',
  orientation: 'Orientation',
  durationS: 'Duration',
  frameRate: 'Frame rate',
  videoCodec: 'Video codec',
  audioCodec: 'Audio codec',
  bitRate: 'Bit rate',
  channels: 'Channels',
  sampleRateHz: 'Sample rate',
  bitsPerSample: 'Bit depth',
  colorSpace: 'Colour space',
  capturedAt: 'Captured',
  createdAt: 'Created',
  make: 'Make',
  model: 'Camera',
  lens: 'Lens',
  serialNumber: 'Serial number',
  iso: 'ISO',
  fNumber: 'Aperture',
  exposureS: 'Exposure',
  focalLengthMm: 'Focal length',
  focalLength35Mm: 'Focal length (35 mm)',
  flashFired: 'Flash',
  latitude: 'Latitude',
  longitude: 'Longitude',
  altitudeM: 'Altitude',
  title: 'Title',
  description: 'Description',
  keywords: 'Keywords',
  creator: 'Creator',
  copyright: 'Copyright',
  rating: 'Rating',
  software: 'Software',
  pageCount: 'Pages',
  artist: 'Artist',
  album: 'Album',
  track: 'Track',
  genre: 'Genre',
};

/** What is known of the camera and of how it was set. */
export const CAMERA_FIELDS = [
  'make',
  'model',
  'lens',
  'serialNumber',
  'iso',
  'fNumber',
  'exposureS',
  'focalLengthMm',
  'focalLength35Mm',
  'flashFired',
] as const satisfies readonly (keyof CoreFields)[];

/** What people have written of a file. */
export const DESCRIPTION_FIELDS = [
  'title',
  'description',
  'keywords',
  'creator',
  'copyright',
  'rating',
  'artist',
  'album',
  'track',
  'genre',
] as const satisfies readonly (keyof CoreFields)[];

/** The fields of the record and of its core, in the groups in which they are offered. */
export const COLUMN_GROUPS: readonly ColumnGroup[] = [
  {
    title: 'File',
    columns: ['name', 'folder', 'path', 'relativePath', 'extension', 'size', 'modifiedAt', 'sidecars'],
  },
  {
    title: 'Result',
    columns: [
      'outcome',
      'error.code',
      'error.message',
      'error.attempts',
      'error.worker',
      'error.failedAt',
      'fromCache',
      'durationMs',
    ],
  },
  { title: 'Format', columns: ['mediaKind', 'format', 'mimeType', 'pageCount', 'software'] },
  { title: 'When and where', columns: ['capturedAt', 'createdAt', 'latitude', 'longitude', 'altitudeM'] },
  { title: 'Camera', columns: CAMERA_FIELDS },
  { title: 'Picture', columns: ['width', 'height', 'orientation', 'colorSpace', 'bitsPerSample'] },
  {
    title: 'Film and sound',
    columns: ['durationS', 'frameRate', 'videoCodec', 'audioCodec', 'bitRate', 'channels', 'sampleRateHz'],
  },
  { title: 'Description', columns: DESCRIPTION_FIELDS },
];

const NUMERIC: ReadonlySet<string> = new Set(
  (
    'size durationMs error.attempts width height durationS frameRate bitRate channels sampleRateHz bitsPerSample iso ' +
    'fNumber exposureS focalLengthMm focalLength35Mm latitude longitude altitudeM rating pageCount'
  ).split(' '),
);
const DATES: ReadonlySet<string> = new Set(['capturedAt', 'createdAt', 'modifiedAt', 'error.failedAt']);

/** What a column is called: fields in words, a tag as it is; `#` behind it stands for its raw value. */
export function columnTitle(column: string): string {
  if (column.endsWith('#')) return `${column.slice(0, -1)} (raw)`;
  return Object.hasOwn(TITLES, column) ? (TITLES[column] ?? column) : column;
}

/** Whether a column is a tag of the file, and not a field that all formats share. */
export function isTag(column: string): boolean {
  return !Object.hasOwn(TITLES, column);
}

/** Whether it stands at the right of its column; of a tag nothing is known, as its files may differ. */
export function isNumeric(column: string): boolean {
  return NUMERIC.has(column);
}

export function isDate(column: string): boolean {
  return DATES.has(column);
}

const OUTCOMES: Readonly<Record<string, string>> = {
  extracted: 'Extracted',
  'no-metadata': 'No metadata',
  failed: 'Failed',
  skipped: 'Skipped',
};
const KINDS: Readonly<Record<string, string>> = {
  image: 'Image',
  video: 'Video',
  audio: 'Audio',
  document: 'Document',
  archive: 'Archive',
  font: 'Font',
  model: '3D model',
  program: 'Program',
  data: 'Data',
};
const ORIENTATIONS: Readonly<Record<string, string>> = {
  1: 'Upright',
  2: 'Mirrored',
  3: 'Turned by 180°',
  4: 'Mirrored, turned by 180°',
  5: 'Mirrored, turned by 270°',
  6: 'Turned by 90°',
  7: 'Mirrored, turned by 90°',
  8: 'Turned by 270°',
};

type InWords = (value: number) => string;

const NUMBERS: Readonly<Record<string, InWords>> = {
  size: bytes,
  durationMs: duration,
  'error.attempts': count,
  width: count,
  height: count,
  durationS: clock,
  frameRate: (value) => `${decimal(value, 2)} fps`,
  bitRate: (value) =>
    value >= 1e6 ? `${decimal(value / 1e6, 1)} Mbit/s` : `${decimal(value / 1e3, value < 1e4 ? 1 : 0)} kbit/s`,
  sampleRateHz: (value) => `${decimal(value / 1e3, 2)} kHz`,
  iso: (value) => decimal(value, 1),
  fNumber: (value) => `ƒ/${decimal(value, 1)}`,
  exposureS: exposure,
  focalLengthMm: (value) => `${decimal(value, 1)} mm`,
  focalLength35Mm: (value) => `${decimal(value, 1)} mm`,
  latitude: (value) => `${decimal(Math.abs(value), 5)}° ${value < 0 ? 'S' : 'N'}`,
  longitude: (value) => `${decimal(Math.abs(value), 5)}° ${value < 0 ? 'W' : 'E'}`,
  altitudeM: (value) => `${decimal(value, 1)} m`,
  pageCount: count,
};
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  outcome: OUTCOMES,
  mediaKind: KINDS,
  orientation: ORIENTATIONS,
  'error.code': FAULT_TITLES,
};

/** A value of a column as people read it; empty where the file does not have it. A tag stays as the file has it. */
export function cellText(column: string, value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number' && Object.hasOwn(NUMBERS, column)) return NUMBERS[column]?.(value) ?? '';
  if (column === 'modifiedAt' || column === 'error.failedAt') return dateTime(String(value));
  if (column === 'error.worker') return workerName(String(value));
  if (DATES.has(column)) return localDate(String(value));
  const text = String(value);
  return Object.hasOwn(TEXTS, column) ? (TEXTS[column]?.[text] ?? text) : text;
}
