import type { TagReader } from './tag-reader.ts';
import type { Tracks } from './tracks.ts';

// What films and sound are made of. Codecs stay under the names that the file gives them (`avc1`, `V_MPEG4/ISO/AVC`).

/** `CompressorID` of the track, then the tags of containers that have no tracks for ExifTool. */
export function videoCodecOf(tags: TagReader, { video }: Tracks): string | undefined {
  const ofTrack = video === undefined ? undefined : tags.firstText([`${video}:CompressorID`, `${video}:VideoCodecID`]);
  return ofTrack ?? tags.firstText(VIDEO_CODEC);
}
const VIDEO_CODEC = [
  ...['M2TS:VideoStreamType', 'ASF:VideoCodecName', 'Flash:VideoEncoding', 'RIFF:VideoCodec', 'File:Compression'],
];

export function audioCodecOf(tags: TagReader, format: string | undefined, { audio }: Tracks): string | undefined {
  const ofTrack = audio === undefined ? undefined : tags.firstText([`${audio}:AudioFormat`, `${audio}:AudioCodecID`]);
  if (ofTrack !== undefined) return ofTrack;
  const ofFormat = CODEC_OF_FORMAT.get(format ?? '');
  if (ofFormat !== undefined) return ofFormat;
  for (const [name, codec] of CODEC_OF_HEADER) if (tags.printed(name) !== undefined) return codec;
  return tags.firstText(AUDIO_CODEC);
}
/** Formats that are a codec. */
const CODEC_OF_FORMAT: ReadonlyMap<string, string> = new Map([
  ['MP3', 'MP3'],
  ['FLAC', 'FLAC'],
  ['AAC', 'AAC'],
  ['OPUS', 'Opus'],
  ['APE', "Monkey's Audio"],
  ['MPC', 'Musepack'],
  ['WV', 'WavPack'],
  ['DSF', 'DSD'],
]);
/** Headers that only one codec has, in containers for several. */
const CODEC_OF_HEADER: readonly (readonly [string, string])[] = [
  ['Vorbis:VorbisVersion', 'Vorbis'],
  ['Opus:OpusVersion', 'Opus'],
  ['FLAC:SampleRate', 'FLAC'],
];
const AUDIO_CODEC = [
  ...['RIFF:AudioCodec', 'RIFF:Encoding', 'ASF:AudioCodecName', 'Flash:AudioEncoding', 'M2TS:AudioStreamType'],
  ...['AIFF:CompressionType', 'MOI:AudioCodec', 'Audible:Codec'],
];

export function frameRateOf(tags: TagReader, { video }: Tracks): number | undefined {
  const ofTrack = video === undefined ? undefined : tags.firstPositive([`${video}:VideoFrameRate`]);
  return ofTrack ?? tags.firstPositive(FRAME_RATE);
}
const FRAME_RATE = [
  ...[
    'RIFF:FrameRate',
    'RIFF:VideoFrameRate',
    'ASF:VideoFrameRate',
    'Flash:FrameRate',
    'MPEG:FrameRate',
    'DV:FrameRate',
  ],
  ...['Red:FrameRate', 'Theora:FrameRate', 'H264:VideoFrameRate'],
];

export function channelsOf(tags: TagReader, { audio }: Tracks): number | undefined {
  const ofTrack =
    audio === undefined ? undefined : tags.firstPositive([`${audio}:AudioChannels`, `${audio}:ChannelCount`]);
  if (ofTrack !== undefined) return ofTrack;
  const mode = tags.number('MPEG:ChannelMode'); // ISO 11172-3, 2.4.2.3: 3 is a single channel, the others are two
  if (mode !== undefined) return mode === 3 ? 1 : 2;
  const aac = tags.number('AAC:Channels'); // ISO 14496-3, channel configuration: 7 is seven and one
  if (aac !== undefined && aac > 0) return aac === 7 ? 8 : aac;
  return tags.firstPositive(CHANNELS);
}
const CHANNELS = [
  ...['RIFF:NumChannels', 'FLAC:Channels', 'Vorbis:AudioChannels', 'Opus:AudioChannels', 'AIFF:NumChannels'],
  ...['MAC:Channels', 'ASF:AudioChannels', 'AC3:AudioChannels', 'Flash:AudioChannels', 'DV:AudioChannels'],
  ...['File:ChannelCount', 'Real-RA3:Channels', 'Real-RA4:Channels', 'Real-RA5:Channels'],
];

/** Printed values: those of MPEG, Musepack and AC-3 are codes before. */
export function sampleRateOf(tags: TagReader, { audio }: Tracks): number | undefined {
  const ofTrack = audio === undefined ? undefined : tags.firstPrintedPositive([`${audio}:AudioSampleRate`]);
  return ofTrack ?? tags.firstPrintedPositive(SAMPLE_RATE);
}
const SAMPLE_RATE = [
  ...[
    'MPEG:SampleRate',
    'RIFF:SampleRate',
    'FLAC:SampleRate',
    'Vorbis:SampleRate',
    'Opus:SampleRate',
    'AIFF:SampleRate',
  ],
  ...['MAC:SampleRate', 'MPC:SampleRate', 'AAC:SampleRate', 'ASF:AudioSampleRate', 'AC3:AudioSampleRate'],
  ...['Flash:AudioSampleRate', 'DV:AudioSampleRate', 'File:SampleRate', 'Real-RA4:SampleRate', 'Real-RA5:SampleRate'],
];

/** Of sound. MP4 writes 16 beside codecs that have no such thing (ISO 14496-12, 12.2.3): only uncompressed sound counts. */
export function audioBitsOf(tags: TagReader, { audio }: Tracks): number | undefined {
  if (audio !== undefined) {
    const codec = tags.text(`${audio}:AudioFormat`);
    const isExact = codec === undefined || EXACT_CODEC.test(codec);
    const ofTrack = isExact
      ? tags.firstPositive([`${audio}:AudioBitsPerSample`, `${audio}:BitsPerAudioSample`])
      : undefined;
    if (ofTrack !== undefined) return ofTrack;
  }
  return tags.firstPositive(AUDIO_BITS);
}
const EXACT_CODEC = /^(?:raw|twos|sowt|lpcm|ipcm|fpcm|in24|in32|fl32|fl64|alac|fLaC)$/;
const AUDIO_BITS = [
  ...['FLAC:BitsPerSample', 'RIFF:BitsPerSample', 'AIFF:SampleSize', 'MAC:BitsPerSample', 'File:BitsPerSample'],
  ...['DV:AudioBitsPerSample', 'Flash:AudioBitsPerSample', 'Real-RA4:BitsPerSample', 'Real-RA5:BitsPerSample'],
];

/** Bits per second of the whole file; of a film's sound alone, the number would say nothing of the film. */
export function bitRateOf(tags: TagReader, kind: 'audio' | 'video', durationS: number | undefined): number | undefined {
  const bytes = kind === 'audio' ? (tags.number('MPEG:VBRBytes') ?? mediaDataBytes(tags)) : mediaDataBytes(tags);
  if (bytes > 0 && durationS !== undefined) return wholeBits((bytes * 8) / durationS);
  if (kind === 'audio') {
    const bytesPerSecond = tags.firstPositive(['RIFF:AvgBytesPerSec']);
    return bytesPerSecond === undefined ? tags.firstPositive(SOUND_BIT_RATE) : bytesPerSecond * 8;
  }
  const [video, audio] = [tags.firstPositive(['Flash:VideoBitrate']), tags.firstPositive(['Flash:AudioBitrate'])];
  return video === undefined ? tags.firstPositive(BIT_RATE) : wholeBits(video + (audio ?? 0));
}

/** Less than one a second is no bit rate, but a value that means nothing. */
function wholeBits(bitsPerS: number): number | undefined {
  return bitsPerS < 0.5 ? undefined : Math.round(bitsPerS);
}
const BIT_RATE = ['ASF:Bitrate', 'Real-PROP:AvgBitrate', 'DV:TotalBitrate', 'WTV:Bitrate'];
const SOUND_BIT_RATE = ['MPEG:AudioBitrate', 'Vorbis:NominalBitrate', ...BIT_RATE, 'AC3:AudioBitrate'];

/** QuickTime and MP4 have one `mdat` or many; as in Image::ExifTool::QuickTime, Composite:AvgBitrate, all of them count. */
function mediaDataBytes(tags: TagReader): number {
  if (tags.number('QuickTime:MediaDataSize') === undefined) return 0;
  let bytes = 0;
  for (const name of tags.names) if (name.endsWith(':MediaDataSize')) bytes += tags.number(name) ?? 0;
  return bytes;
}
