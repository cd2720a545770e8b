import { isSame, newSecret } from './secret.ts';

const SECRET_BYTES = 16;
const WRONG_TRIES_MAX = 5;
const USES_MAX = 100;
const VALID_MS_MAX = 7 * 24 * 3_600_000;

/** The secret of a pairing code: good for so many pairings, so long, and until somebody has guessed too often. */
export class OpenInvitation {
  readonly secret = newSecret(SECRET_BYTES);
  readonly expiresAtMs: number;
  #usesLeft: number;
  #wrongTries = 0;

  constructor({ uses, validMs }: { uses: number; validMs: number }, nowMs: number) {
    this.#usesLeft = Math.min(uses, USES_MAX);
    this.expiresAtMs = nowMs + Math.min(validMs, VALID_MS_MAX);
  }

  isGood(nowMs: number): boolean {
    return this.#usesLeft > 0 && this.#wrongTries < WRONG_TRIES_MAX && nowMs < this.expiresAtMs;
  }

  /** Takes one use away, or counts a wrong try; false where the secret is wrong, or not good any more. */
  use(secret: string, nowMs: number): boolean {
    if (!this.isGood(nowMs)) return false;
    const isRight = isSame(secret, this.secret);
    if (isRight) this.#usesLeft -= 1;
    else this.#wrongTries += 1;
    return isRight;
  }
}
