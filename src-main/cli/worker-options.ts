import { hostname } from 'node:os';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { PeerName } from '../../src-protocol/messages/link.ts';
import type { LogLevel } from '../log/file-log.ts';
import { defaultSlots } from './job-options.ts';
import { atLeastOne, collect, numberIn, portOf, slotCount } from './option-values.ts';
import type { DataOptions } from './run-options.ts';
import { addDataOptions, addLogLevel } from './run-options.ts';

/** Options of `worker`, as commander gives them. */
export interface WorkerOptions extends DataOptions {
  readonly host: string;
  readonly port: number;
  readonly address: readonly string[];
  readonly join?: string;
  readonly pair: boolean;
  readonly forget?: string;
  readonly announce: boolean;
  readonly name: string;
  readonly slots: number;
  readonly maxMemory: number;
  readonly labels: readonly string[];
  readonly schedule?: string;
  readonly root: readonly string[];
  readonly temp?: string;
  readonly maxTemp: number;
  readonly healthPort?: number;
  readonly healthHost: string;
  readonly grace: number;
  readonly json: boolean;
  readonly logLevel: LogLevel;
}

const DEFAULT_PORT = 7_461;
const DEFAULT_TEMP_BYTES = 20e9;
const LABEL = /^[\w.-]{1,100}$/;

export function addWorkerOptions(command: Command): Command {
  addDataOptions(command)
    .option('--join <code>', 'dial the computer that has made this code, instead of waiting for one that does')
    .option('--host <address>', 'where to listen', '0.0.0.0')
    .option('--port <n>', 'the port; 0 takes a free one', portOf, DEFAULT_PORT)
    .option('--address <name>', 'a name under which it is reached, for its pairing code; may be repeated', collect, [])
    .option('--pair', 'make a pairing code also where it is paired already', false)
    .option('--forget <name>', 'be paired with this computer no more, and end')
    .option('--no-announce', 'do not tell the network that it is here')
    .option('--name <name>', 'what it is called', nameOf, hostname())
    .option('--slots <n>', 'files that it reads at the same time', slotCount, defaultSlots())
    .option('--max-memory <MB>', 'replace a process of it that has grown over this', atLeastOne, 1_000)
    .option('--labels <labels>', 'what jobs choose it by, with commas between them', labelsOf, [])
    .option('--schedule <hours>', 'when it works, such as 22:00-06:00; by default always')
    .option('--root <folder>', 'only files below it are read where they are; may be repeated', collect, [])
    .option('--temp <folder>', 'where files lie that are sent to it')
    .addOption(
      new Option('--max-temp <size>', 'how much of them').argParser(sizeBytes).default(DEFAULT_TEMP_BYTES, '20GB'),
    )
    .option('--health-port <n>', 'answer /healthz, /readyz and /metrics there', portOf)
    .option('--health-host <address>', 'where that listens', '0.0.0.0')
    .option('--grace <seconds>', 'how long it may finish what it has when it is to end', numberIn(0, 86_400), 10)
    .option('--json', 'say what happens as JSON, one event per line', false);
  return addLogLevel(command);
}

/** “20 GB”, “500MB”; of a bare number these are bytes. */
export function sizeBytes(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?b)?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
  if (number === '' || bytes < 1e6) throw new InvalidArgumentError('It must be a size from 1MB, such as 20GB.');
  return bytes;
}

const UNITS: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

function nameOf(text: string): string {
  const name = PeerName.safeParse(text.trim());
  if (!name.success) throw new InvalidArgumentError('It must have 1 to 100 characters, and none that is not seen.');
  return name.data;
}

function labelsOf(text: string): string[] {
  const labels = text.split(',').map((label) => label.trim());
  if (!labels.every((label) => LABEL.test(label)))
    throw new InvalidArgumentError('Labels are words with commas between them, such as raw,fast.');
  return [...new Set(labels)];
}
