/** The part of a FileHandle that is written through. */
export interface PartialWriter {
  write(chunk: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
}

/** Writes all of the chunk: the system may take a part of it only, as on a disk that is nearly full. */
export async function writeWhole(writer: PartialWriter, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.length) {
    const { bytesWritten } = await writer.write(chunk, done, chunk.length - done);
    done += bytesWritten;
  }
}
