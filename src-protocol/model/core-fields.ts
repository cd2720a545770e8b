import { z } from 'zod';

export const MediaKind = z.enum(['image', 'video', 'audio', 'document', 'archive', 'font', 'model', 'program', 'data']);
export type MediaKind = z.infer<typeof MediaKind>;

/** A date with the evidence for it. Without evidence of an offset, `offsetMinutes` and `utc` are absent. */
export const CoreDate = z.strictObject({
  /**
   * ISO 8601 without an offset, as exact as the file is: `2020-05-01T10:00:00.12`, but also `2004-02-26` or `2010`, as no
   * midnight is invented.
   */
  local: z.string(),
  offsetMinutes: z.int().min(-1_440).max(1_440).optional(),
  /** ISO 8601 in UTC, where the offset is known. */
  utc: z.string().optional(),
  /** The tag that the date was read from. */
  source: z.string(),
  /** The tag that the offset was read from. */
  offsetSource: z.string().optional(),
});
export type CoreDate = z.infer<typeof CoreDate>;

/** About forty fields under one name and unit across all formats. A field that is absent is unknown. */
export const CoreFields = z
  .strictObject({
    mediaKind: MediaKind,
    format: z.string(),
    mimeType: z.string(),
    width: z.number(),
    height: z.number(),
    /** EXIF orientation, 1 to 8. */
    orientation: z.int(),
    durationS: z.number(),
    frameRate: z.number(),
    videoCodec: z.string(),
    audioCodec: z.string(),
    /** Bits per second. */
    bitRate: z.number(),
    channels: z.number(),
    sampleRateHz: z.number(),
    /** Of a picture per channel, of a film or a sound that of its sound. */
    bitsPerSample: z.number(),
    colorSpace: z.string(),
    capturedAt: CoreDate,
    createdAt: CoreDate,
    make: z.string(),
    model: z.string(),
    lens: z.string(),
    serialNumber: z.string(),
    iso: z.number(),
    fNumber: z.number(),
    exposureS: z.number(),
    focalLengthMm: z.number(),
    focalLength35Mm: z.number(),
    flashFired: z.boolean(),
    /** Degrees; south is negative. */
    latitude: z.number(),
    /** Degrees; west is negative. */
    longitude: z.number(),
    /** Metres; below sea level is negative. */
    altitudeM: z.number(),
    title: z.string(),
    description: z.string(),
    keywords: z.array(z.string()),
    creator: z.string(),
    copyright: z.string(),
    rating: z.number(),
    software: z.string(),
    pageCount: z.int(),
    artist: z.string(),
    album: z.string(),
    track: z.string(),
    genre: z.string(),
  })
  .partial();
export type CoreFields = z.infer<typeof CoreFields>;

/** The core fields in the order of the record, of CSV columns and of the documentation. */
export const CORE_FIELD_NAMES = Object.keys(CoreFields.shape) as readonly (keyof CoreFields)[];
