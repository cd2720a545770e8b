import type { FolderAccess, Machine } from '../../../../../src-protocol/contract/machines.ts';
import { mappingsFor, type PathMapping } from '../../../../../src-protocol/model/path-mapping.ts';
import { asSentence } from '../worker-words.ts';
import { platformName } from './machine-words.ts';

/** For whom a mapping holds. */
export type MappingScope = 'machine' | 'platform' | 'all';

type Known = Pick<Machine, 'name' | 'platform'>;
type Platform = NonNullable<PathMapping['platform']>;

const PLATFORMS: readonly Platform[] = ['linux', 'darwin', 'win32'];

/** The mappings that hold for a machine, those that count first at the top. */
export function mappingsOf(mappings: readonly PathMapping[], { name, platform }: Known): readonly PathMapping[] {
  return mappingsFor(mappings, { name, platform: platform ?? '' });
}

export function scopeOf({ worker, platform }: PathMapping): MappingScope {
  if (worker !== undefined) return 'machine';
  return platform === undefined ? 'all' : 'platform';
}

/** Scopes that can be chosen for a machine: that of its platform only where it is known. */
export function scopesOf({
  name,
  platform,
}: Known): readonly { readonly value: MappingScope; readonly text: string }[] {
  return [
    { value: 'machine', text: `Only ${name}` },
    ...(platformOf(platform) === undefined
      ? []
      : [{ value: 'platform' as const, text: `All ${platformName(platform ?? '')} computers` }]),
    { value: 'all', text: 'All computers' },
  ];
}

/** For whom it holds, in words. */
export function scopeWords({ worker, platform }: PathMapping): string {
  if (worker !== undefined) return `only ${worker}`;
  return platform === undefined ? 'all computers' : `all ${platformName(platform)} computers`;
}

export interface MappingDraft {
  readonly from: string;
  readonly to: string;
  readonly scope: MappingScope;
}

/** The mapping that was written; undefined where a side of it is missing. */
export function mappingOf({ from, to, scope }: MappingDraft, { name, platform }: Known): PathMapping | undefined {
  if (from.trim() === '' || to.trim() === '') return undefined;
  const known = platformOf(platform);
  return {
    from: from.trim(),
    to: to.trim(),
    ...(scope === 'machine' && { worker: name }),
    ...(scope === 'platform' && known !== undefined && { platform: known }),
  };
}

/** The mappings with one put in the place of another, or added; what is the same already is there once. */
export function withMapping(
  mappings: readonly PathMapping[],
  mapping: PathMapping,
  instead?: PathMapping,
): readonly PathMapping[] {
  const at = instead === undefined ? -1 : mappings.findIndex((one) => isSame(one, instead));
  const others = mappings.filter((one, index) => index !== at && !isSame(one, mapping));
  return at === -1 ? [...others, mapping] : others.toSpliced(Math.min(at, others.length), 0, mapping);
}

export function withoutMapping(mappings: readonly PathMapping[], mapping: PathMapping): readonly PathMapping[] {
  return mappings.filter((one) => !isSame(one, mapping));
}

export function isSame(one: PathMapping, other: PathMapping): boolean {
  return mappingKey(one) === mappingKey(other);
}

/** Tells mappings apart. */
export function mappingKey({ from, to, worker, platform }: PathMapping): string {
  return JSON.stringify([from, to, worker, platform]);
}

export interface TestWords {
  readonly isSeen: boolean;
  readonly text: string;
}

/** What a test of a mapping has found, in words. */
export function testWords({ way, path, message }: FolderAccess, mapping: PathMapping): TestWords {
  if (way === 'mapped') return { isSeen: true, text: `Sees the same files${path === undefined ? '' : ` at ${path}`}.` };
  if (way === 'same-path') return { isSeen: true, text: 'Sees the same files at the same path: no mapping is needed.' };
  return { isSeen: false, text: asSentence(message ?? `Sees nothing at ${mapping.to}`) };
}

const SUGGESTED_MOST = 6;

/** Folders of this computer that are worth a mapping: what jobs read now, and what is sent to it, but for what is mapped. */
export function suggestedFolders(
  sources: readonly string[],
  access: readonly FolderAccess[],
  mappings: readonly PathMapping[],
): readonly string[] {
  const sent = access.filter(({ way }) => way === 'sent' || way === 'unknown').map(({ folder }) => folder);
  const isPlain = (path: string) => !/[*?{}[\]]/.test(path);
  const mapped = new Set(mappings.map(({ from }) => from));
  return [...new Set([...sent, ...sources])]
    .filter((path) => isPlain(path) && !mapped.has(path))
    .slice(0, SUGGESTED_MOST);
}

function platformOf(platform: string | undefined): Platform | undefined {
  return PLATFORMS.find((one) => one === platform);
}
