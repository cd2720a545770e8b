import { valueText } from './value-text.ts';

/** One tag of a file. */
export interface Tag {
  /** `IFD0:Make`: its column in tables and exports. */
  readonly key: string;
  readonly group: string;
  readonly name: string;
  /** The value in words, where structures and lists may take several lines. */
  readonly printed: string;
  /** The value in the file, where it is another. */
  readonly raw: string | undefined;
  /** What files can be filtered by; undefined of a list or structure. */
  readonly scalar: { readonly printed: Scalar; readonly raw: Scalar } | undefined;
}

export interface TagGroup {
  readonly name: string;
  readonly tags: readonly Tag[];
}

type Scalar = string | number | boolean;

/** The tags of a record in its order. */
export function tagsOf(tags: Readonly<Record<string, unknown>>): Tag[] {
  return Object.entries(tags).map(([key, value]) => {
    const colon = key.indexOf(':');
    const { text, raw } = isPair(value) ? { text: value.text, raw: value.value } : { text: value, raw: value };
    const printed = valueText(text);
    const rawText = valueText(raw);
    return {
      key,
      group: colon < 0 ? '' : key.slice(0, colon),
      name: key.slice(colon + 1),
      printed,
      raw: rawText === printed ? undefined : rawText,
      scalar: isScalar(text) && isScalar(raw) ? { printed: text, raw } : undefined,
    };
  });
}

/** A tag whose raw and printed values differ has both; no structure of a file has exactly these two fields. */
function isPair(value: unknown): value is { readonly value: unknown; readonly text: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return 'value' in value && 'text' in value && Object.keys(value).length === 2;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** By family-1 group, in the order in which the groups first occur. */
export function groupTags(tags: readonly Tag[]): TagGroup[] {
  const groups = new Map<string, Tag[]>();
  for (const tag of tags) {
    const group = groups.get(tag.group);
    if (group) group.push(tag);
    else groups.set(tag.group, [tag]);
  }
  return [...groups].map(([name, members]) => ({ name, tags: members }));
}

/** The tags in whose group, name or value every word occurs. */
export function matchingTags(tags: readonly Tag[], search: string): readonly Tag[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tags;
  return tags.filter(({ key, printed, raw }) => {
    const text = `${key}\n${printed}\n${raw ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
