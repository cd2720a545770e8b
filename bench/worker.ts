import { spawn } from 'node:child_process';
import { endBy } from '../test/process/support/end-by.ts';
import { freePort } from '../test/process/support/free-port.ts';
import type { Bench } from './bench.ts';

export interface BenchWorker extends AsyncDisposable {
  /** With which it is paired. */
  readonly code: string;
}

/** `metaextract worker` at a free port of loopback, over a data folder of its own. */
export async function startWorker({ program, scratch }: Bench, args: readonly string[]): Promise<BenchWorker> {
  const data = scratch.path('worker');
  const where = ['--data-dir', data, '--host', '127.0.0.1', '--port', (await freePort()).toString(), '--no-announce'];
  const child = spawn(program.node, [program.cli, 'worker', ...where, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const code = await new Promise<string>((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /metaextract-pair:\S+(?=\s)/.exec(said)?.[0];
        if (found !== undefined) resolve(found);
      });
    child.once('exit', () => {
      reject(new Error(`The worker has ended: ${said}`));
    });
  });
  return {
    code,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', endWithUs);
      await endBy('SIGTERM', child);
      scratch.drop(data);
    },
  };
}
