import type { TagReader } from './tag-reader.ts';

// The fields by which music libraries are sorted. Newer tags before older ones; ID3v1 last, for it cuts at 30 bytes.

const NEW_TAGS = ['ID3v2_4', 'ID3v2_3', 'ID3v2_2', 'Vorbis', 'APE', 'ItemList', 'Keys', 'UserData', 'RIFF', 'Matroska'];
const of = (tag: string): readonly string[] => NEW_TAGS.map((group) => `${group}:${tag}`);

const ARTIST = [
  ...of('Artist'),
  ...['Audible:Artist', 'Audible:Author', 'ASF:Author', 'Real-CONT:Author', 'Real-RA4:Artist', 'AIFF:Author'],
  ...['XMP-xmpDM:Artist', 'Vorbis:Performer', 'UserData:Performer', 'ItemList:Performer'],
  ...['ItemList:AlbumArtist', 'Vorbis:Albumartist', 'ASF:AlbumArtist', 'ID3v1:Artist'],
];
const ALBUM = [
  ...of('Album'),
  'ASF:AlbumTitle',
  'RIFF:Product',
  'Audible:Album',
  'Real-RJMD:AlbumName',
  'XMP-xmpDM:Album',
  'ID3v1:Album',
];
// ASF:Track counts from zero and is left out; ASF:TrackNumber is its successor.
const TRACK = [...of('TrackNumber'), ...of('Track'), 'ASF:TrackNumber', 'XMP-xmpDM:TrackNumber', 'ID3v1:Track'];
const GENRE = [...of('Genre'), 'ASF:Genre', 'Audible:Genre', 'WTV:Genre', 'XMP-xmpDM:Genre', 'ID3v1:Genre'];

export function artistOf(tags: TagReader): string | undefined {
  return tags.firstText(ARTIST);
}

export function albumOf(tags: TagReader): string | undefined {
  return tags.firstText(ALBUM);
}

/** `3` or, with the album's number of tracks, `3/12`. */
export function trackOf(tags: TagReader): string | undefined {
  // MP4 has two numbers, which ExifTool prints as `3 of 12`; ID3 has the text `3/12`.
  return tags.firstText(TRACK)?.replace(/^(\d+) of (\d+)$/, '$1/$2');
}

export function genreOf(tags: TagReader): string | undefined {
  return tags.firstText(GENRE);
}
