import { CHUNK_BYTES_MAX } from '../src-protocol/messages/link.ts';
import { BadFrame } from './inbox.ts';
import type { Chunk } from './link.ts';

/** The transfer as 32 bits, then the offset as a double, which holds every whole number that a file can be long. */
const HEADER_BYTES = 12;

type Header = Omit<Chunk, 'bytes'>;

/** A chunk is two messages, this and its bytes, so that neither side has to copy them. */
export function chunkHeader({ transfer, offset }: Header): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32BE(transfer, 0);
  header.writeDoubleBE(offset, 4);
  return header;
}

/** Puts the messages of one connection together to chunks. */
export class ChunkReader {
  #header: Header | undefined;

  /** A chunk with its second message; throws BadFrame. */
  read(message: Buffer): Chunk | undefined {
    const header = this.#header;
    this.#header = header === undefined ? readHeader(message) : undefined;
    if (message.length > CHUNK_BYTES_MAX) throw new BadFrame('a part of a file that is too large');
    return header === undefined ? undefined : { ...header, bytes: message };
  }
}

function readHeader(message: Buffer): Header {
  if (message.length !== HEADER_BYTES) throw new BadFrame('a part of a file without its header');
  const offset = message.readDoubleBE(4);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new BadFrame('a part of a file from nowhere');
  return { transfer: message.readUInt32BE(0), offset };
}
