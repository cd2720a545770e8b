import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A network between two computers that can stall and break. */
export class TcpProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isStalled = false;
  #isClosed = false;

  private constructor(targetPort: () => number) {
    this.#server = createServer((near) => {
      if (this.#isClosed) {
        near.destroy();
        return;
      }
      const far = connect(targetPort(), '127.0.0.1');
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      for (const [from, to] of [pair, [far, near] as const]) {
        from.on('error', () => undefined);
        from.once('close', () => {
          to.destroy();
          this.#pairs.delete(pair);
        });
        from.on('data', (data) => {
          if (!to.write(data)) from.pause();
        });
        to.on('drain', () => {
          if (!this.#isStalled) from.resume();
        });
        if (this.#isStalled) from.pause();
      }
    });
  }

  static async to(targetPort: () => number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Resets all connections; the next ones work. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  /** Nothing passes any more, and nobody is told. */
  stall(): void {
    this.#isStalled = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  flow(): void {
    this.#isStalled = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  /** Whether new connections are turned away. */
  close(isClosed: boolean): void {
    this.#isClosed = isClosed;
    if (isClosed) this.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
