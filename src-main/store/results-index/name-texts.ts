import { folded } from './folded.ts';

/** Large enough that a search is a few calls, small enough that little is moved while names are added. */
const NAMES_PER_BLOCK = 4_096;
/** No file name has it. */
const END = '\0';

interface Block {
  /** Folded names, each with its end. */
  readonly text: string;
  /** Where each name begins, and where the text ends. */
  readonly starts: Uint32Array;
}

/** The folded names of all files in few long strings, as a million short ones would take three times the memory. */
export class NameTexts {
  readonly #blocks: Block[] = [];
  #open: string[] = [];
  #characters = 0;

  get bytes(): number {
    return this.#characters + this.#blocks.length * NAMES_PER_BLOCK * 4;
  }

  add(name: string): void {
    this.#characters += name.length + 1;
    this.#open.push(folded(name));
    if (this.#open.length < NAMES_PER_BLOCK) return;
    this.#blocks.push(blockOf(this.#open));
    this.#open = [];
  }

  at(row: number): string {
    const place = row % NAMES_PER_BLOCK;
    const block = this.#blocks[(row - place) / NAMES_PER_BLOCK];
    if (block === undefined) return this.#open[place] ?? '';
    return block.text.slice(block.starts[place] ?? 0, (block.starts[place + 1] ?? 1) - END.length);
  }

  /** Calls for each row whose name has the folded word in it. */
  forEachWith(word: string, found: (row: number) => void): void {
    for (const [number, block] of this.#blocks.entries()) {
      const firstRow = number * NAMES_PER_BLOCK;
      forEachIn(block, word, (place) => {
        found(firstRow + place);
      });
    }
    const firstRow = this.#blocks.length * NAMES_PER_BLOCK;
    for (const [place, name] of this.#open.entries()) if (name.includes(word)) found(firstRow + place);
  }
}

function blockOf(names: readonly string[]): Block {
  const starts = new Uint32Array(names.length + 1);
  for (const [place, name] of names.entries()) starts[place + 1] = (starts[place] ?? 0) + name.length + END.length;
  return { text: names.join(END) + END, starts };
}

function forEachIn({ text, starts }: Block, word: string, found: (place: number) => void): void {
  let place = 0;
  let at = text.indexOf(word);
  while (at >= 0) {
    while ((starts[place + 1] ?? Infinity) <= at) place++;
    found(place);
    place++;
    at = text.indexOf(word, starts[place]);
  }
}
