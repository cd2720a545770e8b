import type { LinkRole } from '../src-protocol/messages/link.ts';
import type { FrameSchemas } from './frame-schemas.ts';
import type { Identity } from './identity.ts';
import type { LinkTiming } from './link-timing.ts';
import type { Frames, Link, LinkListeners } from './link.ts';
import type { Log } from './log.ts';

/** This computer, as others get to know it. */
export interface Self {
  readonly identity: Identity;
  /** What it is. */
  readonly role: LinkRole;
  /** What it calls itself. */
  readonly name: string;
  /** Version of the program. */
  readonly program: string;
}

/** What all sessions of this computer have in common. */
export interface SessionTerms<F extends Frames> {
  readonly frames: FrameSchemas<F>;
  readonly timing: () => LinkTiming;
  readonly log: Log;
  /** Called once for each session. Frames that are sent at once are kept like any other. */
  readonly onLink: (link: Link<F>) => LinkListeners<F>;
}
