import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, release, totalmem, type, version } from 'node:os';
import { exiftoolPath } from 'exiftool-vendored';
import type { Bench } from './bench.ts';

const { version: vendoredVersion } = createRequire(import.meta.url)('exiftool-vendored/package.json') as {
  version: string;
};

/** What the figures were measured on, line by line. */
export async function describeMachine({ program, scratch }: Bench): Promise<readonly string[]> {
  const cores = availableParallelism();
  return [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cores.toString()} cores${isVirtual() ? ' of a virtual machine' : ''}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
    `${distribution() ?? version()}, ${type()} ${release()}, temporary folder on ${fileSystemOf(scratch.folder)}`,
    `Node ${tell(program.node, ['--version'])}, ExifTool ${tell(await exiftoolPath(), ['-ver'])}, ${tell('perl', ['-e', 'print "Perl $^V"'])}, exiftool-vendored ${vendoredVersion}`,
  ];
}

/** A warning where other programs keep the processor busy; undefined where it is quiet. */
export function describeNoise(): string | undefined {
  const [lastMinute = 0] = loadavg();
  if (lastMinute < QUIET_LOAD) return undefined;
  return `Other programs keep this machine busy (load ${lastMinute.toFixed(1)} before the first measurement): the figures are lower than they could be, and ratios are uncertain.`;
}

const QUIET_LOAD = 0.7;

function tell(file: string, args: readonly string[]): string {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .replace(/^v/, '');
  } catch {
    return 'unknown';
  }
}

function distribution(): string | undefined {
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(read('/etc/os-release'))?.[1];
}

function isVirtual(): boolean {
  return /^flags\s*:.*\bhypervisor\b/m.test(read('/proc/cpuinfo'));
}

function fileSystemOf(folder: string): string {
  return tell('df', ['--output=fstype', folder]).split('\n').at(-1) ?? 'unknown';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
