import { Invitation, type InvitationTerms, type SecretTry } from './invitation.ts';

const OPEN_MAX = 16;
/** Those that are over are remembered a while, to say why to whoever comes with one. */
const REMEMBERED_MAX = 64;

/** The invitations of a listener, several side by side. */
export class Invitations {
  /** The latest last. */
  #open: Invitation[] = [];
  #over: Invitation[] = [];

  /** One more; of too many the oldest ends. */
  add(terms: InvitationTerms, nowMs: number): Invitation {
    const invitation = new Invitation(terms, nowMs);
    this.#sort(nowMs);
    this.#open.push(invitation);
    if (this.#open.length > OPEN_MAX) this.#open[0]?.displace();
    return invitation;
  }

  areOpen(nowMs: number): boolean {
    return this.#open.some((invitation) => invitation.standing(nowMs) === 'good');
  }

  /** Takes one use away where the secret is good. A secret that is not known counts against all that are open. */
  try(secret: string, nowMs: number): SecretTry {
    this.#sort(nowMs);
    // none is passed over, so that the time says nothing about which it was
    const [known] = [...this.#open, ...this.#over].filter((invitation) => invitation.knows(secret));
    if (known === undefined) {
      for (const invitation of this.#open) invitation.noteWrongTry();
      return 'wrong';
    }
    const standing = known.standing(nowMs);
    if (standing === 'good') known.takeUse();
    return standing;
  }

  #sort(nowMs: number): void {
    const isOpen = (invitation: Invitation): boolean => invitation.standing(nowMs) === 'good';
    this.#over = [...this.#over, ...this.#open.filter((invitation) => !isOpen(invitation))].slice(-REMEMBERED_MAX);
    this.#open = this.#open.filter(isOpen);
  }
}
