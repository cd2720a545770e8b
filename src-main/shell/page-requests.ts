import type { DesktopRequest } from '../../src-protocol/desktop/desktop-bridge.ts';

/** Hands requests to the page; what comes while no page listens waits for the next one that does. */
export class PageRequests {
  readonly #waiting: DesktopRequest[] = [];
  #listener: ((request: DesktopRequest) => void) | undefined;

  send(request: DesktopRequest): void {
    if (this.#listener === undefined) this.#waiting.push(request);
    else this.#listener(request);
  }

  addSources(paths: readonly string[]): void {
    if (paths.length > 0) this.send({ kind: 'add-sources', paths });
  }

  listen(listener: (request: DesktopRequest) => void): void {
    this.#listener = listener;
    for (const request of this.#waiting.splice(0)) listener(request);
  }

  stopListening(): void {
    this.#listener = undefined;
  }
}
