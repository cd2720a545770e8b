/** One file of the output of resources/exiftool/lease-output.pl. */
export interface FileOutput {
  /** As given by encode-path.ts. */
  readonly encodedPath: string;
  /** `Group:Tag` in file order. */
  readonly names: readonly string[];
  /** Per name the printed JSON text and, after a tab where it differs, the raw one. */
  readonly values: readonly string[];
  readonly durationMs: number;
}

const FILE = '{file}';
const DONE = '\n{done}';
// not ^ with the flag m: for that U+2028, which may stand in a value, begins a line too
const READY_LINE = /(?:^|\n)\{ready\}/;
const MARKER = /(?:^|\n)\{(?:done\}.*\n|ready\})/;
const LONGEST_MARKER = 64;

/** Cuts ExifTool's standard output into files while it arrives. */
export class LeaseOutputParser {
  /** What makes no whole file yet, joined only once a marker has come: one file may fill very many pieces. */
  #pieces: string[] = [];
  /** The last of what was looked through, in which a marker may have begun. */
  #seam = '';
  #isReady = false;
  readonly #onFile: (output: FileOutput) => void;

  constructor(onFile: (output: FileOutput) => void) {
    this.#onFile = onFile;
  }

  /** Takes the next piece of output, cut anywhere. */
  push(text: string): void {
    this.#pieces.push(text);
    const fresh = this.#seam + text;
    this.#seam = fresh.slice(-LONGEST_MARKER);
    if (MARKER.test(fresh)) this.#takeFiles();
  }

  /** Whether ExifTool has said that the command is over. No line of a file begins like this. */
  get isReady(): boolean {
    return this.#isReady;
  }

  #takeFiles(): void {
    let rest = this.#pieces.join('');
    for (;;) {
      const done = rest.indexOf(DONE);
      const end = done < 0 ? -1 : rest.indexOf('\n', done + 1);
      if (end < 0) break;
      const start = rest.indexOf(FILE);
      if (start >= 0 && start < done) this.#onFile(parseFile(rest, start, done, end));
      rest = rest.slice(end + 1);
    }
    this.#isReady = READY_LINE.test(rest);
    this.#pieces = [rest];
    this.#seam = rest.slice(-LONGEST_MARKER);
  }
}

function parseFile(text: string, start: number, done: number, end: number): FileOutput {
  const names: string[] = [];
  const values: string[] = [];
  let lineEnd = text.indexOf('\n', start);
  const encodedPath = text.slice(start + FILE.length, lineEnd);
  while (lineEnd < done) {
    const lineStart = lineEnd + 1;
    lineEnd = text.indexOf('\n', lineStart);
    const tab = text.indexOf('\t', lineStart);
    names.push(text.slice(lineStart, tab));
    values.push(text.slice(tab + 1, lineEnd));
  }
  return { encodedPath, names, values, durationMs: Number(text.slice(done + DONE.length, end)) * 1_000 };
}
