// `npm run bench`: measures every number that the design names, against other programs where it names them, and prints one
// table. It judges nothing: whoever runs it reads the table.
import type { Bench, Line, Row } from './bench.ts';
import { sizesFor } from './bench.ts';
import { mixedCollection } from './corpora/mixed.ts';
import { describeMachine, describeNoise } from './machine.ts';
import type { Options } from './options.ts';
import { parseOptions, USAGE } from './options.ts';
import { pinProgram } from './program.ts';
import { writeReport } from './report.ts';
import { coldComplete } from './rows/cold-complete.ts';
import { coldFast } from './rows/cold-fast.ts';
import { coldRead } from './rows/cold-read.ts';
import { cpu } from './rows/cpu.ts';
import { eta } from './rows/eta.ts';
import { eventLoop } from './rows/event-loop.ts';
import { exportRow } from './rows/export.ts';
import { firstResult } from './rows/first-result.ts';
import { linkMemory } from './rows/link-memory.ts';
import { linkRate } from './rows/link-rate.ts';
import { linkScaling } from './rows/link-scaling.ts';
import { linkStreaming } from './rows/link-streaming.ts';
import { memory } from './rows/memory.ts';
import { service } from './rows/service.ts';
import { subscribers } from './rows/subscribers.ts';
import { desktopRow } from './rows/desktop.ts';
import { warm } from './rows/warm.ts';
import { windowRow } from './rows/window.ts';
import { Scratch } from './scratch.ts';
import { terminalTable } from './table.ts';

const ROWS: readonly Row[] = [
  coldComplete,
  coldFast,
  coldRead,
  warm,
  cpu,
  memory,
  eventLoop,
  firstResult,
  exportRow,
  eta,
  service,
  subscribers,
  linkScaling,
  linkRate,
  linkStreaming,
  linkMemory,
  windowRow,
  desktopRow,
];

const startedAtMs = performance.now();

async function main(options: Options): Promise<void> {
  const noise = describeNoise();
  using scratch = new Scratch();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say(`ended by ${signal}`);
      scratch[Symbol.dispose]();
      process.exit(130);
    });
  }
  const rows = ROWS.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const rowIds = rows.map(({ id }) => id);
  const bench: Bench = { options, sizes: sizesFor(options), scratch, program: await pinProgram(scratch), rowIds, say };
  const machine = await describeMachine(bench);
  const measured: { readonly row: Row; readonly lines: readonly Line[] }[] = [];
  for (const row of rows) measured.push({ row, lines: await measureRow(row, bench) });
  const lines = measured.flatMap((each) => each.lines);

  const { description: collection } = await mixedCollection(bench);
  console.log(
    ['', ...machine, collection, ...(noise === undefined ? [] : [noise]), '', terminalTable(lines)].join('\n'),
  );
  if (!options.write) return;
  const run = {
    date: new Date().toISOString().slice(0, 10),
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    runs: options.runs,
    quick: options.quick,
    noise,
  };
  const report = {
    machine,
    collection,
    rows: measured.map(({ row: { id, method }, lines: found }) => ({ id, method, run, lines: found })),
  };
  const order = ROWS.map(({ id }) => id);
  say(`written: ${await writeReport(report, order)}`);
}

/** A row that cannot be measured says why, and the others are measured all the same. */
async function measureRow(row: Row, bench: Bench): Promise<readonly Line[]> {
  bench.say(row.id);
  try {
    return await row.measure(bench);
  } catch (error) {
    process.exitCode = 1;
    const note = error instanceof Error ? error.message : String(error);
    say(`${row.id} could not be measured: ${note}`);
    return [{ what: row.id, ours: 'not measured', target: '', met: false, note }];
  }
}

function say(text: string): void {
  const elapsedS = Math.round((performance.now() - startedAtMs) / 1_000);
  process.stderr.write(`[${elapsedS.toString().padStart(4)} s] ${text}\n`);
}

let options: Options | undefined;
try {
  options = parseOptions(
    process.argv.slice(2),
    ROWS.map(({ id }) => id),
  );
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}
if (options !== undefined) await main(options);
