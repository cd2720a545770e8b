import type { LaunchRuntime, RuntimeProcess } from '../../../src-worker/supervisor/launcher.ts';

/** How a script talks over the channel of its kind of process, to be put before it: `post`, `onMessage`, `onEnd`. */
export const CHANNEL_OF = {
  child: `
    const post = (message) => process.send(message);
    const onMessage = (listener) => process.on('message', listener);
    const onEnd = (listener) => process.on('disconnect', listener);`,
  utility: `
    const { parentPort } = process;
    const post = (message) => parentPort.postMessage(message);
    const onMessage = (listener) => parentPort.on('message', ({ data }) => data !== 'end' && listener(data));
    const onEnd = (listener) => parentPort.on('message', ({ data }) => data === 'end' && listener());`,
} as const;

export interface LauncherCase {
  readonly name: string;
  readonly script: string;
  readonly observe: (launched: RuntimeProcess) => Promise<unknown>;
  readonly expected: unknown;
}

const WAITING = 'onMessage(() => {}); setInterval(() => {}, 1_000);';

/** What every way to start a runtime must do; each script is started with three slots. */
export const LAUNCHER_CASES: readonly LauncherCase[] = [
  {
    name: 'a runtime gets its number of slots, and is talked to',
    script: 'onMessage((message) => post({ slots: process.argv[2], message }));',
    observe: async (launched) => {
      launched.post({ kind: 'drain' });
      const message = await messageOf(launched);
      launched.kill();
      return message;
    },
    expected: { slots: '3', message: { kind: 'drain' } },
  },
  {
    name: 'one that ends says with which code',
    script: 'process.exit(4);',
    observe: exitOf,
    expected: ['it ended with code 4', false],
  },
  {
    name: 'one that ends with 1, as after an error that nobody caught, has ended by itself',
    script: 'process.exit(1);',
    observe: exitOf,
    expected: ['it ended with code 1', false],
  },
  {
    name: 'one that is killed is gone, whatever it does',
    script: `post('up'); process.on('SIGTERM', () => {}); for (;;);`,
    observe: async (launched) => {
      const exit = exitOf(launched);
      setTimeout(() => {
        launched.kill();
      }, 500);
      return exit;
    },
    expected: ['it was ended by SIGKILL', true],
  },
  {
    name: 'one that is killed before it runs is gone',
    script: WAITING,
    observe: async (launched) => {
      const exit = exitOf(launched);
      launched.kill();
      return exit;
    },
    expected: ['it was ended by SIGKILL', true],
  },
  {
    name: 'one that somebody else kills is not to blame for it',
    script: `post(process.pid); ${WAITING}`,
    observe: async (launched) => {
      const exit = exitOf(launched);
      process.kill((await messageOf(launched)) as number, 'SIGKILL');
      return exit;
    },
    expected: ['it was ended by SIGKILL', true],
  },
  {
    name: 'its process id is known once it is up',
    script: `post(process.pid); ${WAITING}`,
    observe: async (launched) => {
      const pid = await messageOf(launched);
      const isSame = launched.pid === pid;
      launched.kill();
      return isSame;
    },
    expected: true,
  },
  {
    name: 'one that is asked to end hears it',
    script: `onEnd(() => process.exit(5)); post('up'); ${WAITING}`,
    observe: async (launched) => {
      const exit = exitOf(launched);
      await messageOf(launched);
      launched.end();
      return exit;
    },
    expected: ['it ended with code 5', false],
  },
  {
    name: 'one that is gone may be talked to, ended and killed',
    script: '',
    observe: async (launched) => {
      const exit = exitOf(launched);
      setTimeout(() => {
        launched.kill();
      }, 200);
      await exit;
      launched.post({ kind: 'drain' });
      launched.end();
      launched.kill();
      return 'no harm';
    },
    expected: 'no harm',
  },
];

/** Starts a script by each case and gives what was observed, in their order. */
export async function observeCases(
  launchScript: (script: string) => LaunchRuntime,
  deadlineMs = 10_000,
): Promise<unknown[]> {
  return Promise.all(
    LAUNCHER_CASES.map(({ script, observe }) => {
      const late = new Promise((resolve) => setTimeout(resolve, deadlineMs, 'nothing came of it'));
      return Promise.race([observe(launchScript(script)(3)), late]);
    }),
  );
}

function exitOf(launched: RuntimeProcess): Promise<unknown> {
  return new Promise((resolve) => {
    launched.onExit((...how) => {
      resolve(how);
    });
  });
}

function messageOf(launched: RuntimeProcess): Promise<unknown> {
  return new Promise((resolve) => {
    launched.onMessage(resolve);
  });
}
