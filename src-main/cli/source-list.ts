import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandFault } from './exit.ts';

/**
 * Keeps a list of paths, one per line or, if there is a NUL byte in it, each ended by NUL, in the form that the crawl reads:
 * absolute, without `.` and `..`, and NUL-ended. Names are taken byte for byte. `from` is a file or `-` for standard input.
 */
export async function keepSourceList(from: string, file: string): Promise<void> {
  if (from !== '-' && !existsSync(from)) throw new CommandFault(`The list ${from} does not exist.`);
  mkdirSync(join(file, '..'), { recursive: true });
  const temporary = `${file}.part`;
  try {
    const input: Readable = from === '-' ? process.stdin : createReadStream(from);
    await pipeline(input, listNormaliser(), createWriteStream(temporary));
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new CommandFault(
      `The list ${from} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function listNormaliser(): Transform {
  let rest = Buffer.alloc(0);
  let separator: number | undefined;
  const here = Buffer.from(resolve('.')).toString('latin1');
  const normalise = (path: Buffer): Buffer => {
    const trimmed = separator === LF && path.at(-1) === CR ? path.subarray(0, -1) : path;
    if (trimmed.length === 0) return Buffer.alloc(0);
    // as Latin-1 each byte is one letter, so that no name is changed
    return Buffer.from(`${resolve(here, trimmed.toString('latin1'))}\0`, 'latin1');
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest = Buffer.concat([rest, chunk]);
      separator ??= rest.includes(0) ? 0 : undefined;
      // whether NUL or line breaks end the paths is known once a NUL is seen, or so much text has none
      if (separator === undefined && rest.length < DECIDE_BYTES) {
        done();
        return;
      }
      separator ??= LF;
      const end = rest.lastIndexOf(separator);
      if (end < 0) {
        done();
        return;
      }
      const whole = split(rest.subarray(0, end), separator).map(normalise);
      rest = rest.subarray(end + 1);
      done(null, Buffer.concat(whole));
    },
    flush(done) {
      separator ??= LF;
      done(null, Buffer.concat(split(rest, separator).map(normalise)));
    },
  });
}

const LF = 10;
const CR = 13;
const DECIDE_BYTES = 70_000;

function split(bytes: Buffer, separator: number): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(separator); end >= 0; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  parts.push(bytes.subarray(start));
  return parts;
}
