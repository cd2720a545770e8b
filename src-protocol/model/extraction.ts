import { z } from 'zod';

/**
 * `complete`: everything that ExifTool gives. `fast`: without its Composite tags, which are computed from the others;
 * about 1.5 times as fast. The core fields are the same in both.
 */
export const Profile = z.enum(['complete', 'fast']);
export type Profile = z.infer<typeof Profile>;

export const HashAlgorithm = z.enum(['sha256']);
export type HashAlgorithm = z.infer<typeof HashAlgorithm>;

/** What is to be extracted from a file, and within which time. */
export const ExtractionOptions = z.strictObject({
  profile: Profile,
  hashes: z.array(HashAlgorithm),
  /** The longest that one file may take; a lease gets this for each of its files. */
  timeoutMs: z.int().min(100).max(86_400_000),
});
export type ExtractionOptions = z.infer<typeof ExtractionOptions>;

/** An extractor as it is known without starting it. */
export const ExtractorDescription = z.strictObject({ id: z.string(), version: z.string() });
export type ExtractorDescription = z.infer<typeof ExtractorDescription>;

/**
 * Names everything that a record depends on besides the file: two extractions with equal keys give equal records. The time
 * limit is not part of it, as a file that was read within it reads the same within a longer one.
 */
export function extractionKey(extractors: readonly ExtractorDescription[], options: ExtractionOptions): string {
  const versions = extractors.map(({ id, version }) => `${id}@${version}`).sort();
  return JSON.stringify({ versions, profile: options.profile, hashes: [...options.hashes].sort() });
}
