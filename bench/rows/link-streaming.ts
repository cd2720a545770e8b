import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { randomFillSync } from 'node:crypto';
import type { Bench, Row } from '../bench.ts';
import { alternate, median, perSecond, spread, times } from '../measure.ts';
import { bareWsPerSecond } from '../rivals/bare-ws.ts';
import { jobDone, serveFor } from '../server.ts';
import { startWorker } from '../worker.ts';

const FILES = 4;
const FILE_BYTES = 512 * 1_048_576;
const QUICK_FILE_BYTES = 64 * 1_048_576;
const PIECE_BYTES = 8 * 1_048_576;
/** Of the speed of a bare transfer. */
const AT_LEAST = 0.7;

export const linkStreaming: Row = {
  id: 'link-streaming',
  method:
    'Four files of 512 MiB without metadata, of random bytes, which a real worker on loopback cannot see: they are read, sent, written to its temporary folder, checked by SHA-256 on both sides and looked at by ExifTool; the time is that in which the job was running, after one that starts the worker’s processes. Against as many bytes that ws brings over TLS from one process to another in messages of 1 MiB, which throws them away; it is used as it comes, and so masks what it sends; the note says what it reaches with masks of zero, as our links have them. Both processes share the two cores of the machine.',
  measure: async (bench) => {
    const bytes = FILES * fileBytes(bench);
    const folder = writeFiles(bench);
    const rounds = await alternate(bench.options.runs, async (run) => {
      bench.say(`large files over a link, round ${(run + 1).toString()}`);
      return {
        ours: await oursPerSecond(bench, folder, bytes),
        theirs: await bareWsPerSecond(bench, bytes, { masks: true }),
        unmasked: await bareWsPerSecond(bench, bytes, { masks: false }),
      };
    });
    bench.scratch.drop(folder);
    const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
    return [
      {
        what: 'Large files sent to a worker',
        ours: megabytesPerSecond(median(rounds.map(({ ours }) => ours))),
        theirs: `${megabytesPerSecond(median(rounds.map(({ theirs }) => theirs)))} (bare ws over TLS)`,
        ratio: times(median(ratios)),
        target: `≥ ${AT_LEAST.toString()} × the bare transfer`,
        met: median(ratios) >= AT_LEAST,
        note: `ratios ${spread(ratios)}; the bare transfer with masks of zero: ${megabytesPerSecond(median(rounds.map(({ unmasked }) => unmasked)))}`,
      },
    ];
  },
};

async function oursPerSecond(bench: Bench, folder: string, bytes: number): Promise<number> {
  const data = bench.scratch.path('data');
  const nothing = bench.scratch.emptyFolder('nothing');
  try {
    await using server = await serveFor(bench, data);
    await using worker = await startWorker(bench, ['--root', nothing, '--slots', FILES.toString()]);
    const { name } = await server.client.machines.pair({ code: worker.code });
    const run = async (source: string) => {
      const { id } = await server.client.jobs.create({ sources: [source], cache: 'off', workers: { names: [name] } });
      return jobDone(server.client, id);
    };
    await run(writeFirst(bench));
    const { activeMs } = await run(folder);
    const { machines } = await server.client.machines.list();
    if ((machines[0]?.sentBytes ?? 0) < bytes) throw new Error('Not all files were sent.');
    return perSecond(bytes, activeMs);
  } finally {
    bench.scratch.drop(data);
  }
}

function fileBytes({ options }: Bench): number {
  return options.quick ? QUICK_FILE_BYTES : FILE_BYTES;
}

function writeFirst({ scratch }: Bench): string {
  const folder = scratch.emptyFolder('first');
  writeFileSync(join(folder, 'first.txt'), 'first');
  return folder;
}

function writeFiles(bench: Bench): string {
  const folder = bench.scratch.emptyFolder('large-files');
  for (let file = 0; file < FILES; file++) {
    const descriptor = openSync(join(folder, `${file.toString()}.bin`), 'w');
    for (let written = 0; written < fileBytes(bench); written += PIECE_BYTES)
      writeSync(descriptor, randomFillSync(Buffer.allocUnsafe(PIECE_BYTES)));
    closeSync(descriptor);
  }
  return folder;
}

function megabytesPerSecond(bytesPerS: number): string {
  return `${(bytesPerS / 1e6).toFixed(0)} MB/s`;
}
