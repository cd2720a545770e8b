/** The kinds of files that the lanes tell apart by colour, in the order of their legend. */
export const FAMILY_GROUPS = [
  { id: 'jpeg', text: 'JPEG', color: '--series-1' },
  { id: 'raw', text: 'Raw and TIFF', color: '--series-2' },
  { id: 'iso-media', text: 'HEIC and MP4', color: '--series-3' },
  { id: 'video', text: 'Video and sound', color: '--series-4' },
  { id: 'document', text: 'Documents', color: '--series-5' },
  { id: 'other', text: 'Other', color: '--series-6' },
] as const;

export type FamilyGroup = (typeof FAMILY_GROUPS)[number];

const GROUP_OF: Readonly<Record<string, FamilyGroup['id']>> = {
  jpeg: 'jpeg',
  'tiff-raw': 'raw',
  'iso-media': 'iso-media',
  video: 'video',
  audio: 'video',
  document: 'document',
  office: 'document',
};

/** The group of a family of formats, as a lease names it. */
export function groupOf(family: string): FamilyGroup['id'] {
  return GROUP_OF[family] ?? 'other';
}

const FAMILY_TEXTS: Readonly<Record<string, string>> = {
  jpeg: 'JPEG',
  'tiff-raw': 'raw or TIFF',
  'iso-media': 'HEIC or MP4',
  raster: 'picture',
  audio: 'sound',
  video: 'video',
  document: 'document',
  office: 'office',
};

/** `raw or TIFF`, to stand before “files”; '' where nothing is known of them. */
export function familyInWords(family: string): string {
  return FAMILY_TEXTS[family] ?? '';
}
