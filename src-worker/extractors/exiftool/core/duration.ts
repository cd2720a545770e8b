import type { MediaKind } from '../../../../src-protocol/model/core-fields.ts';
import type { TagReader } from './tag-reader.ts';

/**
 * Seconds. Where ExifTool has the duration as a Composite tag only, it is derived here as there, so that it does not depend
 * on the profile. None where only a bit rate that the encoder aimed at is known (Vorbis): that would be a guess.
 */
export function durationOf(
  tags: TagReader,
  kind: MediaKind | undefined,
  format: string | undefined,
): number | undefined {
  if (kind === 'image') return tags.firstPositive(['GIF:Duration']);
  if (kind !== 'video' && kind !== 'audio') return undefined;
  const duration =
    asfDuration(tags) ?? tags.firstPositive(STATED) ?? aviDuration(tags) ?? soundDuration(tags) ?? byRate(tags, format);
  return duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration : undefined;
}

const STATED = [
  ...['QuickTime:Duration', 'Info:Duration', 'Flash:Duration', 'M2TS:Duration', 'DV:Duration', 'WTV:Duration'],
  ...['Real-PROP:Duration', 'MXF:Duration', 'MOI:Duration', 'Olympus:Duration'],
];

/** ASF Specification 1.2, 3.2: the play duration contains the preroll, which is in milliseconds. */
function asfDuration(tags: TagReader): number | undefined {
  const playS = tags.firstPositive(['ASF:Duration']);
  return playS === undefined ? undefined : playS - (tags.number('ASF:Preroll') ?? 0) / 1_000;
}

/**
 * Image::ExifTool::RIFF::CalcDuration: the frame count of the AVI header may be the sum of two or three streams (Fujifilm's
 * 3D films), and that of the video stream is unreliable by itself.
 */
function aviDuration(tags: TagReader): number | undefined {
  const byHeader = quotient(tags.number('RIFF:FrameCount'), tags.number('RIFF:FrameRate'));
  const byStream = quotient(tags.number('RIFF:VideoFrameCount'), tags.number('RIFF:VideoFrameRate'));
  if (byHeader === undefined || byStream === undefined) return byHeader ?? byStream;
  const ratio = byHeader / byStream;
  return ratio > 1.9 && ratio < 3.1 ? byStream : byHeader;
}

function soundDuration(tags: TagReader): number | undefined {
  return (
    quotient(tags.number('FLAC:TotalSamples'), tags.number('FLAC:SampleRate')) ??
    quotient(tags.number('AIFF:NumSampleFrames'), tags.number('AIFF:SampleRate')) ??
    quotient(tags.number('File:SampleCount'), tags.number('File:SampleRate')) ?? // DSF
    apeDuration(tags) ??
    quotient(mp3Samples(tags), tags.printedNumber('MPEG:SampleRate'))
  );
}

/** Image::ExifTool::APE: all frames are of one size but the last. */
function apeDuration(tags: TagReader): number | undefined {
  const frames = tags.number('MAC:TotalFrames');
  if (frames === undefined) return undefined;
  const blocks = (frames - 1) * (tags.number('MAC:BlocksPerFrame') ?? 0) + (tags.number('MAC:FinalFrameBlocks') ?? 0);
  return quotient(blocks, tags.number('MAC:SampleRate'));
}

/** ISO 11172-3 and 13818-3: a frame of layer III has 1,152 samples in MPEG-1 (raw version 3), 576 in MPEG-2 and 2.5. */
function mp3Samples(tags: TagReader): number | undefined {
  const frames = tags.number('MPEG:VBRFrames');
  return frames === undefined ? undefined : frames * (tags.number('MPEG:MPEGAudioVersion') === 3 ? 1_152 : 576);
}

/**
 * Formats of constant rate that do not say how long they are. An MP3 of variable rate has the Xing header that `mp3Samples`
 * reads. What is not sound (a WAV's header, an MP3's trailing tags) makes it longer by milliseconds.
 */
function byRate(tags: TagReader, format: string | undefined): number | undefined {
  const bytes = tags.number('System:FileSize');
  if (bytes === undefined) return undefined;
  if (format === 'WAV') return quotient(bytes, tags.number('RIFF:AvgBytesPerSec'));
  if (format !== 'MP3') return undefined;
  return quotient((bytes - (tags.number('File:ID3Size') ?? 0)) * 8, tags.number('MPEG:AudioBitrate'));
}

function quotient(dividend: number | undefined, divisor: number | undefined): number | undefined {
  if (dividend === undefined || divisor === undefined || dividend <= 0 || divisor <= 0) return undefined;
  return dividend / divisor;
}
