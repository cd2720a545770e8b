import type { Log } from '../../coordinator/ports.ts';
import type { Machine } from './machine.ts';
import type { MachineLinks } from './machine-links.ts';

const DIALS_IN = 'It dials in by itself, and has not done so yet.';

/** The port at which machines dial in, and what those who do are to know of it. */
export class JoinPort {
  readonly #log: Log;
  readonly #machines: () => readonly Machine[];
  /** Why nobody can dial in. */
  #trouble: string | undefined;

  constructor(log: Log, machines: () => readonly Machine[]) {
    this.#log = log;
    this.#machines = machines;
  }

  /** Has a machine waited for. */
  async open(links: MachineLinks, machine: Machine): Promise<void> {
    machine.noteWaiting(this.#trouble ?? DIALS_IN);
    await this.#listen(links, machine);
  }

  /** At another port, where the settings say so by now; or at last, where it was in use. */
  async keep(links: MachineLinks): Promise<void> {
    const [guest] = this.#guests();
    if (guest !== undefined) await this.#listen(links, guest);
  }

  async #listen(links: MachineLinks, { peer }: Machine): Promise<void> {
    const trouble = await links.connect(peer).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    if (trouble !== undefined) this.#log.error({ message: trouble }, 'machine.no-port');
    for (const guest of this.#guests()) guest.noteWaiting(trouble ?? DIALS_IN);
  }

  #guests(): Machine[] {
    return this.#machines().filter(({ peer }) => peer.dial === undefined);
  }
}
