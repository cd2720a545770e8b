import type { Socket } from 'node:net';

const AT_ONCE_MAX = 64;
const KNOWN_WITHIN_MS = 5_000;

/** Connections of which nobody knows yet whose they are: there are few of them, and none stays one for long. */
export class Strangers implements Disposable {
  /** By address and port of the other side, which a connection and the TLS upon it have in common. */
  readonly #sockets = new Map<string, { readonly socket: Socket; readonly timer: NodeJS.Timeout }>();

  /**
   * Closes the connection in a while, unless it is known by then. Of too many the oldest is closed at once: who is silent
   * cannot keep others out, and a greeting takes no time.
   */
  watch(socket: Socket): void {
    const [oldest] = this.#sockets;
    if (oldest !== undefined && this.#sockets.size >= AT_ONCE_MAX) {
      oldest[1].socket.destroy();
      this.#forget(oldest[0]);
    }
    const key = keyOf(socket);
    const timer = setTimeout(() => {
      socket.destroy();
    }, KNOWN_WITHIN_MS);
    this.#sockets.set(key, { socket, timer });
    socket.once('close', () => {
      this.#forget(key);
    });
  }

  known(socket: Socket): void {
    this.#forget(keyOf(socket));
  }

  [Symbol.dispose](): void {
    for (const { socket } of this.#sockets.values()) socket.destroy();
  }

  #forget(key: string): void {
    clearTimeout(this.#sockets.get(key)?.timer);
    this.#sockets.delete(key);
  }
}

function keyOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort.toString()}`;
}
