import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.ts';
import type { Collection } from '../corpora/mixed.ts';
import { countLines } from '../count-lines.ts';
import type { Finished } from '../run-command.ts';
import { runCommand } from '../run-command.ts';

const SCRIPT = fileURLToPath(new URL('./vendored-read.ts', import.meta.url));

/** exiftool-vendored as its documentation shows it, with one ExifTool process per core. */
export async function vendoredRead({ scratch, program }: Bench, { files }: Collection): Promise<Finished> {
  const folder = scratch.emptyFolder('vendored-read');
  const list = join(folder, 'files.txt');
  const output = join(folder, 'output.jsonl');
  writeFileSync(list, `${files.join('\n')}\n`);
  const finished = await runCommand({ file: program.node, args: [SCRIPT, list, output], goodCodes: [0] });
  const records = countLines(output);
  if (records !== files.length)
    throw new Error(`read() gave ${records.toString()} records for ${files.length.toString()} files.`);
  scratch.drop(folder);
  return finished;
}
