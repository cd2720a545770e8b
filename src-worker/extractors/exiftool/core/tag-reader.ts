import { listOf, numberOf, textOf } from './json-value.ts';

/** Tag values as ExifTool gives them, by `Group1:Tag` (family-1 groups: IFD0:Make, GPS:GPSLatitude, Track1:ImageWidth, …). */
export interface TagLookup {
  /** The value line: printed JSON text, and after a tab the raw JSON text where it differs. Undefined where the tag is absent. */
  get(name: string): string | undefined;
  /** All names in file order. */
  readonly names: readonly string[];
}

/** What must be known of all names of a file before single ones can be looked up. */
interface NameIndex {
  /** From a name that the file does not have as such to the one that it has. */
  readonly stands: ReadonlyMap<string, string>;
  /** `Track1`, `Track2`, … in file order. */
  readonly trackGroups: readonly string[];
}

const UPPER_C = 0x43;
const UPPER_T = 0x54;
const UPPER_X = 0x58;
const COPY = /^Copy(\d{1,9}):/;
const TRACK = /^Track\d{1,9}(?=:)/;
const LANG_ALT = /^(XMP-dc:(?:Title|Description|Rights))-./;

/**
 * ExifTool numbers equal tag *names*, whatever their group: of `QuickTime:CreateDate` and `Track1:CreateDate` one becomes
 * `Track1:Copy1:CreateDate`, and a Composite tag turns `GPS:GPSLatitude` into `GPS:Copy1:GPSLatitude`. So the copy number
 * says nothing of the group, and the same tag must be found under either name. Where a group has several copies, the highest
 * number is taken: each tag that displaces a primary one gives that the next number, which is also the order in which
 * ExifTool itself looks (Image::ExifTool::BuildCompositeTags: primary, then the highest copy down).
 */
function indexNames(names: readonly string[]): NameIndex {
  const stands = new Map<string, string>();
  const copyNumbers = new Map<string, number>();
  const trackGroups = new Set<string>();
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first === UPPER_T) {
      const track = TRACK.exec(name);
      if (track !== null) trackGroups.add(track[0]);
    } else if (first === UPPER_X) {
      // An alternative-language text without an x-default: any language is better than no title at all.
      const language = LANG_ALT.exec(name)?.[1];
      if (language !== undefined && !stands.has(language)) stands.set(language, name);
    }
    const tag = name.indexOf(':') + 1;
    if (name.charCodeAt(tag) !== UPPER_C || !name.startsWith('Copy', tag)) continue;
    const copy = COPY.exec(name.slice(tag));
    if (copy === null) continue; // Copyright
    const plain = name.slice(0, tag) + name.slice(tag + copy[0].length);
    const number = Number(copy[1]);
    if (number <= (copyNumbers.get(plain) ?? -1)) continue;
    copyNumbers.set(plain, number);
    stands.set(plain, name);
  }
  return { stands, trackGroups: [...trackGroups] };
}

/** Typed access to the tags of one file. All results are cleaned: text is never empty, numbers are finite. */
export class TagReader {
  readonly trackGroups: readonly string[];
  readonly names: readonly string[];
  readonly #tags: TagLookup;
  readonly #stands: ReadonlyMap<string, string>;

  constructor(tags: TagLookup) {
    const index = indexNames(tags.names);
    this.#tags = tags;
    this.#stands = index.stands;
    this.names = tags.names;
    this.trackGroups = index.trackGroups;
  }

  /** JSON text as printed for people, `"1/200"`. */
  printed(name: string): string | undefined {
    const line = this.#line(name);
    if (line === undefined) return undefined;
    const tab = line.indexOf('\t');
    return tab < 0 ? line : line.slice(0, tab);
  }

  /** JSON text of the value before it was printed, `0.005`. */
  raw(name: string): string | undefined {
    const line = this.#line(name);
    return line?.slice(line.indexOf('\t') + 1); // without a tab, indexOf gives -1: the whole line
  }

  text(name: string): string | undefined {
    const json = this.printed(name);
    return json === undefined ? undefined : textOf(json);
  }

  rawText(name: string): string | undefined {
    const json = this.raw(name);
    return json === undefined ? undefined : textOf(json);
  }

  number(name: string): number | undefined {
    const json = this.raw(name);
    return json === undefined ? undefined : numberOf(json);
  }

  /** For tags whose raw value is a code and whose printed one is the number (MPEG:SampleRate 0 → 44100). */
  printedNumber(name: string): number | undefined {
    const json = this.printed(name);
    return json === undefined ? undefined : numberOf(json);
  }

  list(name: string): readonly string[] {
    const json = this.printed(name);
    return json === undefined ? [] : listOf(json);
  }

  firstText(names: readonly string[]): string | undefined {
    for (const name of names) {
      const text = this.text(name);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** Zero is how most formats say “unknown”, so it never counts here. */
  firstPositive(names: readonly string[]): number | undefined {
    for (const name of names) {
      const number = this.number(name);
      if (number !== undefined && number > 0) return number;
    }
    return undefined;
  }

  firstPrintedPositive(names: readonly string[]): number | undefined {
    for (const name of names) {
      const number = this.printedNumber(name);
      if (number !== undefined && number > 0) return number;
    }
    return undefined;
  }

  #line(name: string): string | undefined {
    const line = this.#tags.get(name);
    if (line !== undefined || this.#stands.size === 0) return line;
    const stand = this.#stands.get(name);
    return stand === undefined ? undefined : this.#tags.get(stand);
  }
}
