import { fork } from 'node:child_process';
import type { ExitListener, LaunchRuntime } from './launcher.ts';

/** What a system or a person ends a process with. A process that is broken ends by SIGSEGV, SIGABRT or a code. */
const SIGNALS_OF_OTHERS: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

/** Starts runtimes as Node child processes of the script `entry`; `environment` is added to this process's own. */
export function launchChild(entry: string, environment: NodeJS.ProcessEnv = {}): LaunchRuntime {
  return (slots) => {
    const child = fork(entry, [slots.toString()], {
      env: { ...process.env, ...environment },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    let gone = false;
    const listeners: ExitListener[] = [];
    const end: ExitListener = (reason, byOthers) => {
      if (gone) return;
      gone = true;
      for (const listener of listeners) listener(reason, byOthers);
    };
    child.on('exit', (code, signal) => {
      if (signal === null) end(`it ended with code ${String(code)}`, false);
      else end(`it was ended by ${signal}`, SIGNALS_OF_OTHERS.has(signal));
    });
    child.on('error', (error) => {
      end(`it could not be started: ${error.message}`, false);
    });
    return {
      pid: child.pid,
      post: (message) => {
        if (!gone && child.connected) child.send(message, () => undefined); // a process that dies now is heard by its exit
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => listeners.push(listener),
      end: () => {
        if (child.connected) child.disconnect();
      },
      kill: () => child.kill('SIGKILL'),
    };
  };
}
