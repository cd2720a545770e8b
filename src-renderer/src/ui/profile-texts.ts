import type { Profile } from '../../../src-protocol/model/extraction.ts';

/** How much is read of each file, in a person's words. */
export const PROFILE_TEXTS: Readonly<Record<Profile, string>> = {
  complete: 'Everything ExifTool knows',
  fast: 'Faster, no composite tags',
};
