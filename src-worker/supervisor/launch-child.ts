import { fork } from 'node:child_process';
import type { LaunchRuntime } from './launcher.ts';

/** Starts runtimes as Node child processes of the script `entry`. */
export function launchChild(entry: string): LaunchRuntime {
  return (slots) => {
    const child = fork(entry, [slots.toString()], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    let gone = false;
    const listeners: ((reason: string) => void)[] = [];
    const end = (reason: string) => {
      if (gone) return;
      gone = true;
      for (const listener of listeners) listener(reason);
    };
    child.on('exit', (code, signal) => {
      end(signal === null ? `it ended with code ${String(code)}` : `it was ended by ${signal}`);
    });
    child.on('error', (error) => {
      end(`it could not be started: ${error.message}`);
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
