import { ExifTool } from 'exiftool-vendored';
import { ownResource } from '../../file/own-resource.ts';

/** After so many leases a process is replaced, so that a leak in a format's module cannot grow for days. */
const LEASES_PER_PROCESS = 1_000;

/** A pool of one ExifTool process: one for each slot, so that a slot keeps the modules of its formats warm. */
export function createExifToolProcess(): ExifTool {
  return new ExifTool({
    maxProcs: 1,
    maxTasksPerProcess: LEASES_PER_PROCESS,
    maxProcAgeMillis: 0,
    minDelayBetweenSpawnMillis: 0,
    taskTimeoutMillis: 0, // the runtime sees to the time limit of each file
    taskRetries: 0,
    healthCheckIntervalMillis: 0,
    spawnTimeoutMillis: 60_000, // a machine under full load, or a virus scanner, takes its time
    // -config must come first; it also keeps a configuration in the person's home from changing the records
    exiftoolArgs: ['-config', ownResource('exiftool', 'lease-output.pl'), '-stay_open', 'True', '-@', '-'],
    // Perl orders hashes at random, and ExifTool's order of some XMP structures and warnings follows it
    exiftoolEnv: { ...environment(), PERL_HASH_SEED: '0', PERL_PERTURB_KEYS: '0' },
  });
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
