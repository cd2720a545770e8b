import { utilityProcess } from 'electron';
import type { ExitListener, LaunchRuntime } from '../../src-worker/supervisor/launcher.ts';
import { UTILITY_END } from '../../src-worker/supervisor/utility-end.ts';

/** Where a process is ended by a signal, Electron gives its number as the exit code. These are not Node's own codes. */
const SIGNALS_OF_OTHERS: ReadonlyMap<number, string> = new Map(
  process.platform === 'win32'
    ? []
    : [
        [9, 'SIGKILL'],
        [15, 'SIGTERM'],
      ],
);

/**
 * Starts runtimes as utility processes of the script `entry`: unlike a Node child process they need no program that runs as
 * Node. Electron must be ready. `environment` is added to this process's own.
 */
export function launchUtility(entry: string, environment: NodeJS.ProcessEnv = {}): LaunchRuntime {
  return (slots) => {
    const child = utilityProcess.fork(entry, [slots.toString()], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...environment },
      serviceName: 'MetaExtract runtime',
    });
    let gone = false;
    let toKill = false;
    const listeners: ExitListener[] = [];
    const kill = () => {
      toKill = true;
      if (!gone && child.pid !== undefined) killProcess(child.pid);
    };
    const end = () => {
      if (!gone) child.postMessage(UTILITY_END);
    };
    // one that is killed before it runs would never be heard of again
    child.once('spawn', () => {
      if (toKill) kill();
    });
    child.on('message', (message: unknown) => {
      if (message === UTILITY_END) end(); // all that it sent before has come
    });
    child.once('exit', (code) => {
      gone = true;
      const signal = toKill ? 'SIGKILL' : SIGNALS_OF_OTHERS.get(code);
      const reason = signal === undefined ? `it ended with code ${code.toString()}` : `it was ended by ${signal}`;
      for (const listener of listeners) listener(reason, signal !== undefined);
    });
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => {
        if (!gone) child.postMessage(message);
      },
      onMessage: (listener) =>
        child.on('message', (message: unknown) => {
          if (message !== UTILITY_END) listener(message);
        }),
      onExit: (listener) => listeners.push(listener),
      end,
      kill,
    };
  };
}

/** `UtilityProcess.kill` asks, which one that hangs does not hear. */
function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
