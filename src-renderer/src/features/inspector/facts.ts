import type { CoreFields } from '../../../../src-protocol/model/core-fields.ts';
import { count } from '../../../../src-protocol/model/words.ts';
import { decimal } from '../../ui/cell-numbers.ts';
import { CAMERA_FIELDS, cellText, columnTitle, DESCRIPTION_FIELDS } from '../../ui/columns.ts';
import { type FileRecord } from './file-record.ts';
import { momentText } from './moment.ts';

/** One thing that is known of a file, in words. */
export interface Fact {
  readonly title: string;
  readonly text: string;
  /** The value behind it, where the words do not tell it. */
  readonly raw?: string | undefined;
}

export interface FactSection {
  readonly title: string;
  readonly facts: readonly Fact[];
}

type CoreName = keyof CoreFields;

const CONTENT: readonly CoreName[] = [
  'durationS',
  'orientation',
  'pageCount',
  'frameRate',
  'videoCodec',
  'audioCodec',
  'bitRate',
  'channels',
  'sampleRateHz',
  'bitsPerSample',
  'colorSpace',
  'software',
];

/** What is known of a file beyond when and where it was made, in the order in which people ask for it. */
export function factSections(record: FileRecord): FactSection[] {
  const { core } = record;
  return [
    { title: 'Camera', facts: coreFacts(core, CAMERA_FIELDS) },
    {
      title: contentTitle(core),
      facts: [...dimensions(core), ...coreFacts(core, CONTENT)],
    },
    { title: 'Description', facts: coreFacts(core, DESCRIPTION_FIELDS) },
    { title: 'File', facts: fileFacts(record) },
  ].filter(({ facts }) => facts.length > 0);
}

function contentTitle({ mediaKind }: CoreFields): string {
  if (mediaKind === undefined) return 'Content';
  return mediaKind === 'image' ? 'Picture' : cellText('mediaKind', mediaKind);
}

function coreFacts(core: CoreFields, names: readonly CoreName[]): Fact[] {
  return names.flatMap((name) => {
    const value = core[name];
    if (value === undefined) return [];
    return [factOf(name, typeof value === 'object' ? plain(value) : value)];
  });
}

function plain(value: Extract<CoreFields[CoreName], object>): string {
  return Array.isArray(value) ? value.join(', ') : momentText(value);
}

function factOf(column: string, value: string | number | boolean): Fact {
  const text = cellText(column, value);
  return { title: columnTitle(column), text, raw: rawBehind(text, value) };
}

/** A number is worth showing beside its words where these have other digits: `1/500` and 0.002, but not `ƒ/4` and 4. */
function rawBehind(text: string, value: string | number | boolean): string | undefined {
  if (typeof value !== 'number') return undefined;
  const raw = value.toString();
  return text.replaceAll(/[^\d]/g, '') === raw.replaceAll(/[^\d]/g, '') ? undefined : raw;
}

function dimensions({ width, height }: CoreFields): Fact[] {
  if (width === undefined || height === undefined) return [];
  const megapixels = (width * height) / 1e6;
  const size = `${count(width)} × ${count(height)}`;
  return [{ title: 'Dimensions', text: megapixels < 0.1 ? size : `${size}, ${decimal(megapixels, 1)} MP` }];
}

function fileFacts({ core, size, modifiedAt, sidecars, fromCache, modules }: FileRecord): Fact[] {
  const facts: Fact[] = [];
  if (core.format !== undefined) facts.push({ title: 'Format', text: core.format, raw: core.mimeType });
  if (size !== undefined) facts.push(factOf('size', size));
  if (modifiedAt !== undefined) facts.push(factOf('modifiedAt', modifiedAt));
  if (sidecars !== undefined) facts.push({ title: 'Sidecars', text: sidecars.join(', ') });
  for (const [name, { version, durationMs }] of Object.entries(modules)) {
    const time = fromCache ? 'from the cache' : cellText('durationMs', durationMs);
    facts.push({ title: 'Read by', text: `${name === 'exiftool' ? 'ExifTool' : name} ${version}`, raw: time });
  }
  return facts;
}
