import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface LivingProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** The command line and, behind it, the environment. */
  readonly commandAndEnvironment: string;
}

/** All processes that still run; one that has ended and only waits for its parent to look at its exit code does not. */
async function livingProcesses(): Promise<LivingProcess[]> {
  const { stdout } = await run('ps', ['axeww', '-o', 'pid=,ppid=,stat=,command='], { maxBuffer: 2 ** 27 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parentPid, state = 'Z', commandAndEnvironment = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parentPid: Number(parentPid), commandAndEnvironment }];
  });
}

/** A process and all that it has started, directly or not; nothing where it has ended. */
export async function processTree(rootPid: number): Promise<LivingProcess[]> {
  const all = await livingProcesses();
  const tree = all.filter(({ pid }) => pid === rootPid);
  for (const { pid } of tree) tree.push(...all.filter(({ parentPid }) => parentPid === pid)); // grows while it is walked
  return tree;
}

/** All processes whose environment has this variable: what was started with it, and all that has inherited it. */
export async function processesWith(variable: string, value: string): Promise<LivingProcess[]> {
  const marker = ` ${variable}=${value}`;
  return (await livingProcesses()).filter(({ commandAndEnvironment }) =>
    `${commandAndEnvironment} `.includes(`${marker} `),
  );
}

export function isRuntime({ commandAndEnvironment }: LivingProcess): boolean {
  return /^\S+ (?:\S+ )*?\S*runtime-child\.js /.test(commandAndEnvironment);
}

/** Perl with the script that exiftool-vendored brings, kept open for our leases. */
export function isExifTool({ commandAndEnvironment }: LivingProcess): boolean {
  return /^\S*perl\S* .*-stay_open True /.test(commandAndEnvironment);
}

/** kill -9; whether there was a process to kill. */
export function killAtOnce(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
