import { StringDecoder } from 'node:string_decoder';
import { ExifToolTask } from 'exiftool-vendored';
import type { FileOutput } from './lease-output.ts';
import { LeaseOutputParser } from './lease-output.ts';

const READY = '{ready}';
const LONGEST_STDERR = 4_000;

/**
 * A whole lease as one ExifTool command in exiftool-vendored's pool, handing each file over when it is done. The pool's own
 * collecting of output is passed by: it would search all output again at every piece, and decode pieces cut within a letter.
 */
export class LeaseTask extends ExifToolTask<void> {
  readonly #decoder = new StringDecoder('utf8');
  readonly #parser: LeaseOutputParser;
  #stderr = '';

  constructor(args: string[], onFile: (output: FileOutput) => void) {
    super(args);
    this.#parser = new LeaseOutputParser(onFile);
  }

  /** What ExifTool said on standard error, cut to a length that fits a message. */
  get words(): string {
    return this.#stderr.trim();
  }

  override onStdout(chunk: string | Buffer): void {
    this.#parser.push(typeof chunk === 'string' ? chunk : this.#decoder.write(chunk));
    if (this.#parser.isReady) super.onStdout(`${READY}\n`);
  }

  override onStderr(chunk: string | Buffer): void {
    this.#stderr = (this.#stderr + chunk.toString()).slice(0, LONGEST_STDERR);
  }

  protected override parse(): void {
    // every file has been handed over already
  }
}
