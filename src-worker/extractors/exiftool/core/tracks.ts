import { decimalOf } from './json-value.ts';
import type { TagReader } from './tag-reader.ts';

/** The tracks of a film (QuickTime, MP4, Matroska, MXF: groups `Track1`, `Track2`, …) that stand for it in the core. */
export interface Tracks {
  /** The group of the largest picture: the others are previews, depth maps and subtitles. */
  readonly video?: string;
  /** The group of the first sound: the others are languages and comments. */
  readonly audio?: string;
}

export function tracksOf(tags: TagReader): Tracks {
  let video: string | undefined;
  let audio: string | undefined;
  let largest = 0;
  for (const group of tags.trackGroups) {
    const area = (tags.number(`${group}:ImageWidth`) ?? 0) * (tags.number(`${group}:ImageHeight`) ?? 0);
    if (area > largest) {
      largest = area;
      video = group;
    }
    if (audio === undefined && isSound(tags, group)) audio = group;
  }
  return { ...(video === undefined ? {} : { video }), ...(audio === undefined ? {} : { audio }) };
}

function isSound(tags: TagReader, group: string): boolean {
  return ['AudioFormat', 'AudioChannels', 'AudioCodecID', 'AudioSampleRate'].some(
    (tag) => tags.printed(`${group}:${tag}`) !== undefined,
  );
}

/**
 * EXIF orientation of a track, where its matrix (ISO 14496-12, 8.3.2: `a b u c d v x y w`) is a turn by quarters. The angle
 * is that of the image's x axis, clockwise, as Image::ExifTool::QuickTime::GetRotationAngle has it.
 */
export function orientationOfTrack(tags: TagReader, group: string): number | undefined {
  const matrix = (tags.rawText(`${group}:MatrixStructure`) ?? '').split(/\s+/).map(decimalOf);
  const [a, b, , c, d] = matrix;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  if (a * d - b * c <= 0) return undefined; // mirrored or flat: no rotation
  const quarters = Math.atan2(b, a) / (Math.PI / 2);
  const turn = Math.round(quarters);
  if (Math.abs(quarters - turn) > 0.01) return undefined;
  return [1, 6, 3, 8][(turn + 4) % 4];
}
