import type { Connection } from './connection.ts';
import type { SessionTerms } from './link-options.ts';
import type { Frames, Peer } from './link.ts';
import { Session } from './session.ts';

/** What a dialler says of the session that it wants to have. */
interface Wanted {
  readonly session: string;
  readonly received: number;
}

/** The sessions of a listener: one for each peer at the most. */
export class LinkSessions<F extends Frames> {
  readonly #terms: SessionTerms<F>;
  readonly #byPeer = new Map<string, Session<F>>();

  constructor(terms: SessionTerms<F>) {
    this.#terms = terms;
  }

  get all(): readonly Session<F>[] {
    return [...this.#byPeer.values()];
  }

  /** The session that the dialler means, if it can go on. */
  resumable(peer: Peer, { session, received }: Wanted): Session<F> | undefined {
    const known = this.#byPeer.get(peer.id);
    return known?.id === session && known.canResume(received) ? known : undefined;
  }

  /** Begins a session, or goes on with it, over this connection. */
  join(peer: Peer, wanted: Wanted, connection: Connection): void {
    const session = this.resumable(peer, wanted) ?? this.#begin(peer, wanted.session);
    session.attach(connection, wanted.received);
  }

  #begin(peer: Peer, id: string): Session<F> {
    this.#byPeer.get(peer.id)?.end(`“${peer.name}” has begun anew.`);
    const session = new Session<F>({
      ...this.#terms,
      id,
      peer,
      onEnded: (ended) => {
        if (this.#byPeer.get(peer.id) === ended) this.#byPeer.delete(peer.id);
      },
    });
    if (!session.isEnded) this.#byPeer.set(peer.id, session);
    return session;
  }
}
