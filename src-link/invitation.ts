import { isSame, newSecret } from './secret.ts';

export interface InvitationTerms {
  /** How many computers may pair by it. */
  readonly uses: number;
  readonly validMs: number;
}

/** `displaced`: too many others were made since. `wrong`: nobody was ever given such a secret, or that was long ago. */
export type SecretTry = 'good' | 'used' | 'expired' | 'guessed-at' | 'displaced' | 'wrong';

const SECRET_BYTES = 16;
const WRONG_TRIES_MAX = 5;
const USES_MAX = 100;
const VALID_MS_MAX = 7 * 24 * 3_600_000;

/** The secret of a pairing code: good for so many pairings, so long, and until somebody has guessed too often. */
export class Invitation {
  readonly secret = newSecret(SECRET_BYTES);
  readonly expiresAtMs: number;
  #usesLeft: number;
  #wrongTries = 0;
  #isDisplaced = false;

  constructor({ uses, validMs }: InvitationTerms, nowMs: number) {
    this.#usesLeft = Math.min(uses, USES_MAX);
    this.expiresAtMs = nowMs + Math.min(validMs, VALID_MS_MAX);
  }

  /** What it is to somebody who knows the secret. */
  standing(nowMs: number): Exclude<SecretTry, 'wrong'> {
    if (this.#usesLeft <= 0) return 'used';
    if (this.#isDisplaced) return 'displaced';
    if (this.#wrongTries >= WRONG_TRIES_MAX) return 'guessed-at';
    return nowMs < this.expiresAtMs ? 'good' : 'expired';
  }

  takeUse(): void {
    this.#usesLeft -= 1;
  }

  displace(): void {
    this.#isDisplaced = true;
  }

  noteWrongTry(): void {
    this.#wrongTries += 1;
  }

  knows(secret: string): boolean {
    return isSame(secret, this.secret);
  }
}
