import type { PairingCode } from '../../src-protocol/model/pairing-code.ts';
import { pairingCodeText } from '../../src-protocol/model/pairing-code.ts';
import type { TellEvent } from './worker-events.ts';

export interface OfferedCodesPorts {
  readonly invite: () => { readonly code: PairingCode; readonly expiresAtMs: number };
  /** Whether nobody is paired with it. */
  readonly isAlone: () => boolean;
  readonly tell: TellEvent;
}

/** The pairing codes that a worker shows: while nobody is paired with it there is always one that is good. */
export class OfferedCodes implements Disposable {
  readonly #ports: OfferedCodesPorts;
  #next: NodeJS.Timeout | undefined;

  constructor(ports: OfferedCodesPorts) {
    this.#ports = ports;
  }

  offer(): void {
    clearTimeout(this.#next);
    const { code, expiresAtMs } = this.#ports.invite();
    this.#ports.tell({
      event: 'code',
      code: pairingCodeText(code),
      expiresAt: new Date(expiresAtMs).toISOString(),
    });
    this.#next = setTimeout(() => {
      this.offerIfAlone();
    }, expiresAtMs - Date.now());
  }

  offerIfAlone(): void {
    if (this.#ports.isAlone()) this.offer();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#next);
  }
}
