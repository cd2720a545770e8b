import type { CoreFields, MediaKind } from '../../../../src-protocol/model/core-fields.ts';
import {
  exposureOf,
  flashFiredOf,
  fNumberOf,
  focalLength35Of,
  focalLengthOf,
  isoOf,
  lensOf,
  makeOf,
  modelOf,
  serialNumberOf,
} from './camera.ts';
import { dimensionsOf, type Dimensions } from './dimensions.ts';
import { durationOf } from './duration.ts';
import { editorialText, isIptcNewer, keywordsOf, pageCountOf, ratingOf } from './editorial.ts';
import { capturedAtOf, createdAtOf } from './file-dates.ts';
import { mediaKindOf } from './media-kind.ts';
import { albumOf, artistOf, genreOf, trackOf } from './music.ts';
import { colorSpaceOf, colorSpaceOfTrack, imageBitsOf, orientationOf } from './picture.ts';
import { positionOf } from './position.ts';
import {
  audioBitsOf,
  audioCodecOf,
  bitRateOf,
  channelsOf,
  frameRateOf,
  sampleRateOf,
  videoCodecOf,
} from './streams.ts';
import { TagReader, type TagLookup } from './tag-reader.ts';
import { orientationOfTrack, tracksOf } from './tracks.ts';

/**
 * The core fields of a file from its ExifTool tags: what is present, valid and known, in the order of the schema. Composite
 * tags are never looked at, so both profiles give the same. It runs once per file: single tags are looked up by name from
 * fixed lists, and only their JSON texts are parsed. Never throws, whatever the values are.
 */
export function deriveCore(lookup: TagLookup): CoreFields {
  const tags = new TagReader(lookup);
  const format = tags.text('File:FileType');
  const mimeType = tags.text('File:MIMEType');
  const kind = mediaKindOf(format, mimeType);
  const iptcIsNewer = isIptcNewer(tags);
  const core: Draft = {};
  put(core, 'mediaKind', kind);
  put(core, 'format', format);
  put(core, 'mimeType', mimeType);
  if (kind === 'video' || kind === 'audio') putStream(core, tags, kind, format);
  else putPicture(core, tags, kind, format);
  put(core, 'capturedAt', capturedAtOf(tags, kind, iptcIsNewer));
  put(core, 'createdAt', createdAtOf(tags, kind));
  if (kind === 'audio') putRecorder(core, tags);
  else if (kind !== 'font' && kind !== 'program' && kind !== 'archive') putCamera(core, tags);
  putEditorial(core, tags, kind, iptcIsNewer);
  if (kind === 'video' || kind === 'audio') putMusic(core, tags);
  return core;
}

type Draft = { -readonly [Field in keyof CoreFields]: CoreFields[Field] };

function put<Field extends keyof CoreFields>(core: Draft, field: Field, value: CoreFields[Field] | undefined): void {
  if (value === undefined) return; // an absent field has no key: `undefined` would be one in comparisons
  if (typeof value === 'number' && !Number.isFinite(value)) return; // the product of absurd values
  core[field] = value;
}

function putStream(core: Draft, tags: TagReader, kind: 'video' | 'audio', format: string | undefined): void {
  const tracks = tracksOf(tags);
  const durationS = durationOf(tags, kind, format);
  const isFilm = kind === 'video';
  if (isFilm) putSize(core, dimensionsOf(tags, kind, format, tracks));
  if (isFilm && tracks.video !== undefined) put(core, 'orientation', orientationOfTrack(tags, tracks.video));
  put(core, 'durationS', durationS);
  if (isFilm) {
    put(core, 'frameRate', frameRateOf(tags, tracks));
    put(core, 'videoCodec', videoCodecOf(tags, tracks));
  }
  put(core, 'audioCodec', audioCodecOf(tags, format, tracks));
  put(core, 'bitRate', bitRateOf(tags, kind, durationS));
  put(core, 'channels', channelsOf(tags, tracks));
  put(core, 'sampleRateHz', sampleRateOf(tags, tracks));
  put(core, 'bitsPerSample', audioBitsOf(tags, tracks));
  if (isFilm && tracks.video !== undefined) put(core, 'colorSpace', colorSpaceOfTrack(tags, tracks.video));
}

function putPicture(core: Draft, tags: TagReader, kind: MediaKind | undefined, format: string | undefined): void {
  const size = dimensionsOf(tags, kind, format, {});
  putSize(core, size);
  if (kind === 'image' || kind === 'data') put(core, 'orientation', orientationOf(tags));
  if (kind !== 'image') return;
  put(core, 'durationS', durationOf(tags, kind, format));
  put(core, 'bitsPerSample', imageBitsOf(tags, format, size?.directory));
  put(core, 'colorSpace', colorSpaceOf(tags, format));
}

function putSize(core: Draft, size: Dimensions | undefined): void {
  put(core, 'width', size?.width);
  put(core, 'height', size?.height);
}

function putRecorder(core: Draft, tags: TagReader): void {
  put(core, 'make', makeOf(tags));
  put(core, 'model', modelOf(tags));
  put(core, 'serialNumber', serialNumberOf(tags));
}

function putCamera(core: Draft, tags: TagReader): void {
  put(core, 'make', makeOf(tags));
  put(core, 'model', modelOf(tags));
  put(core, 'lens', lensOf(tags));
  put(core, 'serialNumber', serialNumberOf(tags));
  put(core, 'iso', isoOf(tags));
  put(core, 'fNumber', fNumberOf(tags));
  put(core, 'exposureS', exposureOf(tags));
  put(core, 'focalLengthMm', focalLengthOf(tags));
  put(core, 'focalLength35Mm', focalLength35Of(tags));
  put(core, 'flashFired', flashFiredOf(tags));
  const position = positionOf(tags);
  put(core, 'latitude', position?.latitude);
  put(core, 'longitude', position?.longitude);
  put(core, 'altitudeM', position?.altitudeM);
}

function putEditorial(core: Draft, tags: TagReader, kind: MediaKind | undefined, iptcIsNewer: boolean): void {
  put(core, 'title', editorialText(tags, 'title', kind, iptcIsNewer));
  put(core, 'description', editorialText(tags, 'description', kind, iptcIsNewer));
  put(core, 'keywords', keywordsOf(tags, kind, iptcIsNewer));
  put(core, 'creator', editorialText(tags, 'creator', kind, iptcIsNewer));
  put(core, 'copyright', editorialText(tags, 'copyright', kind, iptcIsNewer));
  put(core, 'rating', ratingOf(tags));
  put(core, 'software', editorialText(tags, 'software', kind, iptcIsNewer));
  if (kind !== 'video' && kind !== 'audio') put(core, 'pageCount', pageCountOf(tags));
}

function putMusic(core: Draft, tags: TagReader): void {
  put(core, 'artist', artistOf(tags));
  put(core, 'album', albumOf(tags));
  put(core, 'track', trackOf(tags));
  put(core, 'genre', genreOf(tags));
}
