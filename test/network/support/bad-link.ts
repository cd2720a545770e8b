import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testNode } from '../../process/support/run-cli.ts';
import type { LineOrder, LineQuality } from './line-quality.ts';
import type { Host } from './namespaces.ts';

/** A line to a port of some host that is as bad as one likes, at a port of the host that it runs on. */
export class BadLink implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(process: ChildProcess, answers: AsyncIterator<string>, port: number) {
    this.#process = process;
    this.#answers = answers;
    this.port = port;
  }

  static async open(on: Host, to: { readonly address: string; readonly port: number }): Promise<BadLink> {
    const [command = '', ...args] = on.wrapper;
    const script = join(import.meta.dirname, 'bad-link-process.ts');
    const child = spawn(command, [...args, testNode(), script, to.address, to.port.toString()], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { port } = (await nextOf(answers)) as { readonly port: number };
    return new BadLink(child, answers, port);
  }

  /** What is not named is good. */
  async change(quality: Partial<LineQuality>): Promise<void> {
    await this.#order({ kind: 'change', quality });
  }

  async reset(): Promise<void> {
    await this.#order({ kind: 'reset' });
  }

  async #order(order: LineOrder): Promise<void> {
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
    await nextOf(this.#answers);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await ended;
  }
}

async function nextOf(answers: AsyncIterator<string>): Promise<unknown> {
  const answer = await answers.next();
  if (answer.done === true) throw new Error('The bad link has ended.');
  return JSON.parse(answer.value) as unknown;
}
