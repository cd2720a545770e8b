import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { endWith } from './closing-answers.ts';
import { peerAddress } from './peer-address.ts';
import { problem, rawProblem } from './problem.ts';

const BUSY = rawProblem(problem(503, 'unavailable', 'There are too many connections; try again in a moment.'), {
  'retry-after': '2',
});
/** So many refusals are being said at the same time; beyond that, connections are just closed. */
const REFUSALS_MAX = 100;

/** Keeps the number of connections down, in all and from each address, and knows those that there are. */
export class ConnectionLimits {
  readonly #total: number;
  readonly #perAddress: number;
  readonly #lingerMs: number;
  readonly #byAddress = new Map<string, number>();
  readonly #open = new Set<Socket>();
  readonly #refused = new Set<Socket>();

  constructor(server: Server, { total, perAddress, lingerMs }: Record<'total' | 'perAddress' | 'lingerMs', number>) {
    this.#total = total;
    this.#perAddress = perAddress;
    this.#lingerMs = lingerMs;
    server.on('connection', (socket: Socket) => {
      this.#connected(socket);
    });
  }

  get open(): ReadonlySet<Socket> {
    return this.#open;
  }

  /** Whether what still comes in on a connection is to be ignored. */
  isRefused(socket: Socket): boolean {
    return this.#refused.has(socket);
  }

  #connected(socket: Socket): void {
    const address = peerAddress(socket);
    const fromThere = this.#byAddress.get(address) ?? 0;
    if (this.#open.size >= this.#total || fromThere >= this.#perAddress) {
      this.#refuse(socket);
      return;
    }
    this.#open.add(socket);
    this.#byAddress.set(address, fromThere + 1);
    socket.once('close', () => {
      this.#open.delete(socket);
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    });
  }

  #refuse(socket: Socket): void {
    if (this.#refused.size >= REFUSALS_MAX) {
      socket.destroy();
      return;
    }
    this.#refused.add(socket);
    socket.once('close', () => this.#refused.delete(socket));
    endWith(socket, BUSY, this.#lingerMs);
  }
}
