import type { MediaKind } from '../../../../src-protocol/model/core-fields.ts';
import type { TagReader } from './tag-reader.ts';

/** What people and programs say about the content: where each field is looked for, the first one that says something. */
interface Sources {
  readonly title: readonly string[];
  readonly description: readonly string[];
  readonly keywords: readonly string[];
  readonly creator: readonly string[];
  readonly copyright: readonly string[];
  readonly software: readonly string[];
}

export type EditorialField = Exclude<keyof Sources, 'keywords'>;

/**
 * XMP first: it alone holds any text in full. IPTC cuts (title 64 bytes, keyword 64, caption 2000, by-line 32), EXIF is ASCII
 * by definition, and cameras fill its description with their own name (`OLYMPUS DIGITAL CAMERA`). The Metadata Working
 * Group's Guidelines 2.0 put EXIF first; with well-behaved writers, which keep all three the same, it makes no difference.
 */
const IMAGE: Sources = {
  title: ['XMP-dc:Title', 'IPTC:ObjectName', 'IFD0:XPTitle', 'PNG:Title', 'PSP:Title', 'MIE-Doc:Title', 'FITS:Object'],
  description: [
    ...['XMP-dc:Description', 'IPTC:Caption-Abstract', 'IFD0:ImageDescription', 'IFD0:XPComment', 'IFD0:XPSubject'],
    ...['XMP-tiff:ImageDescription', 'PNG:Description', 'PSP:Description', 'DICOM:StudyDescription'],
  ],
  keywords: ['XMP-dc:Subject', 'IPTC:Keywords', 'IFD0:XPKeywords', 'MIE-Doc:Keywords', 'PNG:Keywords'],
  creator: [
    ...[
      'XMP-dc:Creator',
      'IPTC:By-line',
      'IFD0:Artist',
      'IFD0:XPAuthor',
      'XMP-tiff:Artist',
      'PNG:Author',
      'PNG:Artist',
    ],
    ...['PSP:Artist', 'MIE-Doc:Author', 'FITS:Author'],
  ],
  copyright: [
    ...[
      'XMP-dc:Rights',
      'IPTC:CopyrightNotice',
      'IFD0:Copyright',
      'XMP-tiff:Copyright',
      'PNG:Copyright',
      'PSP:Copyright',
    ],
    ...['MIE-Doc:Copyright', 'Ducky:Copyright', 'File:Copyright'],
  ],
  software: [
    ...['IFD0:Software', 'XMP-xmp:CreatorTool', 'XMP-tiff:Software', 'PNG:Software', 'MIE-Doc:Software'],
    ...['Radiance:Software', 'PostScript:Creator', 'XML:CreatorApplication', 'DICOM:SoftwareVersion', 'FITS:Creator'],
  ],
};

const byGroup = (tag: string, groups: readonly string[]): readonly string[] => groups.map((group) => `${group}:${tag}`);

const MEDIA_GROUPS = ['ItemList', 'Keys', 'UserData', 'RIFF', 'ASF', 'Matroska', 'Real-CONT', 'Real-RA4', 'Audible'];
const SOUND_GROUPS = ['ID3v2_4', 'ID3v2_3', 'ID3v2_2', 'Vorbis', 'APE'];

/** Sound and films: the container's own tags are what players write; ID3v1 (30 bytes a field) only where nothing else is. */
const MEDIA: Sources = {
  title: [
    ...byGroup('Title', [...SOUND_GROUPS, 'ItemList', 'Keys', 'UserData', 'Info', ...MEDIA_GROUPS.slice(3), 'WTV']),
    ...['AIFF:Name', 'XMP-dc:Title', 'ID3v1:Title', 'DV:Title'],
  ],
  description: [
    ...byGroup('Description', ['ItemList', 'Keys', 'UserData', 'Vorbis', ...MEDIA_GROUPS.slice(3), 'Real-MDPR2']),
    ...['WTV:SubtitleDescription', 'XMP-dc:Description'],
    ...byGroup('Comment', [...SOUND_GROUPS, ...MEDIA_GROUPS, 'AIFF', 'ID3v1']),
  ],
  keywords: [
    'XMP-dc:Subject',
    ...byGroup('Keywords', ['Keys', 'UserData', 'RIFF', 'Matroska', 'Real-MDPR2']),
    'ItemList:Keyword',
  ],
  creator: [
    'XMP-dc:Creator',
    ...byGroup('Author', ['Keys', 'ItemList', 'UserData', 'ASF']),
    'IFD0:Artist',
    'XMP-pdf:Author',
  ],
  copyright: ['XMP-dc:Rights', ...byGroup('Copyright', [...SOUND_GROUPS, ...MEDIA_GROUPS, 'AIFF', 'IFD0'])],
  software: [
    ...['ItemList:Encoder', 'Keys:Software', 'Keys:Encoder', 'RIFF:Software', 'Info:WritingApp', 'ASF:ToolName'],
    ...[
      'Vorbis:Encoder',
      'AAC:Encoder',
      'MPEG:Encoder',
      'APE:ToolName',
      'UserData:SoftwareVersion',
      'UserData:Encoder',
    ],
    ...byGroup('EncoderSettings', ['ID3v2_4', 'ID3v2_3', 'ASF']),
    ...['IFD0:Software', 'XMP-xmp:CreatorTool', 'Real-MDPR2:Software', 'MXF:ApplicationName', 'Flash:MetadataCreator'],
    'Vorbis:Vendor',
  ],
};

/** Documents and all the rest. In PDF 2.0 (ISO 32000-2, 14.3) XMP replaces the Info dictionary. */
const DOCUMENT: Sources = {
  title: [
    'XMP-dc:Title',
    ...byGroup('Title', ['PDF', 'XML', 'FlashPix', 'RTF', 'HTML-dc', 'HTML', 'DjVu-Meta', 'XMP-pdf']),
    ...['MOBI:BookName', 'PostScript:Title', 'EXE:ProductName', 'IPTC:ObjectName'],
    ...['ISO:VolumeName', 'MIE-Doc:Title', 'File:Subject'],
  ],
  description: [
    'XMP-dc:Description',
    ...['PDF:Subject', 'XML:Description', 'XML:Comment', 'FlashPix:Comments', 'RTF:Comments', 'HTML-dc:Description'],
    ...['HTML:Description', 'HTML-office:Description', 'DjVu-Meta:Subject', 'MOBI:Description', 'EXE:FileDescription'],
    ...['LNK:Description', 'IPTC:Caption-Abstract', 'IFD0:ImageDescription'],
  ],
  keywords: [
    ...['XML:Keywords', 'XMP-meta:Keyword', 'PDF:Keywords', 'XMP-dc:Subject', 'XMP-pdf:Keywords', 'FlashPix:Keywords'],
    ...[
      'RTF:Keywords',
      'HTML:Keywords',
      'HTML-office:Keywords',
      'DjVu-Meta:Keywords',
      'IPTC:Keywords',
      'MIE-Doc:Keywords',
    ],
  ],
  creator: [
    'XMP-meta:Initial-creator', // in OpenDocument dc:creator is who changed it last
    'XMP-dc:Creator',
    ...byGroup('Author', [
      'PDF',
      'XML',
      'FlashPix',
      'RTF',
      'HTML',
      'HTML-office',
      'DjVu-Meta',
      'MOBI',
      'XMP-pdf',
      'LNK',
    ]),
    ...['HTML-dc:Creator', 'EXE:CompanyName', 'IPTC:By-line', 'IFD0:Artist', 'MIE-Doc:Author'],
  ],
  copyright: [
    'XMP-dc:Rights',
    ...byGroup('Copyright', ['PDF', 'XML', 'FlashPix', 'RTF', 'HTML', 'IFD0', 'MIE-Doc', 'XMP-pdf']),
    ...['HTML-dc:Rights', 'EXE:LegalCopyright', 'IPTC:CopyrightNotice', 'XMP-tiff:Copyright'],
  ],
  software: [
    'XMP-xmp:CreatorTool',
    ...[
      'PDF:Creator',
      'PDF:Producer',
      'XML:Application',
      'XMP-meta:Generator',
      'FlashPix:Software',
      'DjVu-Meta:Creator',
    ],
    ...['HTML:Generator', 'HTML-ncc:Generator', 'MOBI:CreatorSoftware', 'PostScript:Creator', 'Torrent:Creator'],
    ...['ISO:Software', 'IFD0:Software', 'XMP-tiff:Software', 'MIE-Doc:Software', 'VCard:Software'],
  ],
};

const FONT: Sources = {
  title: ['Font:FullName', 'Font:FontName', 'PostScript:Title'],
  description: ['Font:Description'],
  keywords: [],
  creator: ['Font:Designer', 'Font:Manufacturer'],
  copyright: ['Font:Copyright'],
  software: [],
};

const IPTC: Readonly<Partial<Record<keyof Sources, string>>> = {
  title: 'IPTC:ObjectName',
  description: 'IPTC:Caption-Abstract',
  keywords: 'IPTC:Keywords',
  creator: 'IPTC:By-line',
  copyright: 'IPTC:CopyrightNotice',
};

/**
 * Metadata Working Group, Guidelines 2.0, 5.2: who writes XMP leaves a digest of the IPTC data. If these have another one
 * now, a program that knows nothing of XMP changed them afterwards, and they are the newer word.
 */
export function isIptcNewer(tags: TagReader): boolean {
  const current = tags.text('File:CurrentIPTCDigest');
  const digest = current === undefined ? undefined : tags.text('Photoshop:IPTCDigest');
  return digest !== undefined && digest !== current;
}

export function editorialText(
  tags: TagReader,
  field: EditorialField,
  kind: MediaKind | undefined,
  iptcIsNewer: boolean,
): string | undefined {
  const iptc = iptcIsNewer ? IPTC[field] : undefined;
  return (iptc === undefined ? undefined : tags.text(iptc)) ?? tags.firstText(sourcesOf(kind)[field]);
}

/** The keywords of the first source that has any, each once, in its order. */
export function keywordsOf(tags: TagReader, kind: MediaKind | undefined, iptcIsNewer: boolean): string[] | undefined {
  const sources = sourcesOf(kind).keywords;
  for (const name of iptcIsNewer ? ['IPTC:Keywords', ...sources] : sources) {
    const json = tags.printed(name);
    if (json === undefined) continue;
    const isList = json.startsWith('[');
    // Office and HTML write one sentence into dc:subject; XMP's keywords are always a list.
    if (name === 'XMP-dc:Subject' && !isList) continue;
    const words = isList || LISTS.has(name) ? tags.list(name) : tags.list(name).flatMap(separated);
    if (words.length > 0) return [...new Set(words)];
  }
  return undefined;
}

/** Lists by definition: ExifTool gives one that has a single item as a text, and a comma in it is the keyword's own. */
const LISTS = new Set(['IPTC:Keywords', 'PDF:Keywords', 'XMP-meta:Keyword', 'MIE-Doc:Keywords', 'Matroska:Keywords']);

/** Keywords in one string: at semicolons where there are any, else at commas. */
function separated(text: string): string[] {
  return text
    .split(text.includes(';') ? ';' : ',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function sourcesOf(kind: MediaKind | undefined): Sources {
  if (kind === 'image') return IMAGE;
  if (kind === 'font') return FONT;
  return kind === 'video' || kind === 'audio' ? MEDIA : DOCUMENT;
}

/** XMP Specification Part 1, 8.4: -1 for rejected, 0 for unrated, 1 to 5. Percentages are another scale, and stay in the tags. */
export function ratingOf(tags: TagReader): number | undefined {
  for (const name of ['XMP-xmp:Rating', 'IFD0:Rating']) {
    const rating = tags.number(name);
    if (rating !== undefined && rating >= -1 && rating <= 5) return rating === 0 ? 0 : rating;
  }
  return undefined;
}

const PAGES = [
  ...[
    'PDF:PageCount',
    'File:PageCount',
    'XMP-xmpTPg:NPages',
    'XML:Pages',
    'XML:Slides',
    'FlashPix:Pages',
    'FlashPix:Slides',
  ],
  ...['PostScript:Pages', 'RTF:Pages', 'HTML-office:Pages', 'DjVu-Meta:Pages'],
];

export function pageCountOf(tags: TagReader): number | undefined {
  for (const name of PAGES) {
    const pages = tags.number(name);
    if (pages !== undefined && pages > 0 && Number.isSafeInteger(pages)) return pages;
  }
  // OpenDocument keeps its counts in one element.
  const pages = Number(
    /"Page-count":\s*"?(\d{1,9})\b/.exec(tags.printed('XMP-meta:Document-statistic') ?? '')?.[1] ?? 0,
  );
  return pages > 0 ? pages : undefined;
}
