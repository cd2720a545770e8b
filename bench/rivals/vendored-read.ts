import { createReadStream, createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { ExifTool } from 'exiftool-vendored';

/** `node vendored-read.ts LIST OUTPUT`: exiftool-vendored's `read()` of each file of a list, its results as JSON lines. */
const [listFile, outputFile] = process.argv.slice(2);
if (listFile === undefined || outputFile === undefined) throw new Error('usage: vendored-read.ts LIST OUTPUT');

/** So many reads wait at each process, so that none is ever idle; more would only cost memory. */
const READS_PER_PROCESS = 8;

const cores = availableParallelism();
const exiftool = new ExifTool({ maxProcs: cores });
const output = createWriteStream(outputFile);
const files = createInterface({ input: createReadStream(listFile) })[Symbol.asyncIterator]();

async function readOn(): Promise<void> {
  for (let next = await files.next(); next.done !== true; next = await files.next()) {
    const record = await exiftool
      .read(next.value)
      .catch((error: unknown) => ({ SourceFile: next.value, error: String(error) }));
    output.write(`${JSON.stringify(record)}\n`);
  }
}

await Promise.all(Array.from({ length: cores * READS_PER_PROCESS }, readOn));
await exiftool.end();
await new Promise<void>((resolve) => output.end(resolve));
