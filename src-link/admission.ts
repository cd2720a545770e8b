import { AnyGreeting, Greeting, LINK_PROTOCOL_VERSION, type GreetingAnswer } from '../src-protocol/messages/link.ts';
import { readHeader } from './greeting-header.ts';
import type { Invitations } from './invitations.ts';
import type { Peer } from './link.ts';
import type { PeersFile } from './peers-file.ts';
import * as refusal from './refusal.ts';
import { isSame, newSecret, sha256 } from './secret.ts';

type Hello = Extract<Greeting, { kind: 'hello' }>;
type Pair = Extract<Greeting, { kind: 'pair' }>;

type Admitted =
  | { readonly kind: 'paired'; readonly answer: GreetingAnswer; readonly peer: Peer }
  | { readonly kind: 'known'; readonly hello: Hello; readonly peer: Peer };

export type Admission =
  Admitted | { readonly kind: 'refused'; readonly answer: refusal.Refused; readonly program?: string };

export interface Door extends refusal.Refuser {
  readonly peers: PeersFile;
  readonly invitations: Invitations;
}

const TOKEN_BYTES = 32;
const ID_BYTES = 12;

/** Decides about whoever has dialled: a computer with the key of this certificate, and a greeting. */
export function admit(door: Door, fingerprint: string | undefined, header: string | string[] | undefined): Admission {
  const any = readHeader(AnyGreeting, header);
  if (any === undefined || fingerprint === undefined) return { kind: 'refused', answer: refusal.badGreeting(door) };
  const greeting = readHeader(Greeting, header);
  const admission =
    refusal.otherVersion(door, any) ??
    (greeting === undefined ? refusal.badGreeting(door) : decide(door, fingerprint, greeting));
  return admission.kind === 'refused' ? { kind: 'refused', answer: admission, program: any.program } : admission;
}

function decide(door: Door, fingerprint: string, greeting: Greeting): refusal.Refused | Admitted {
  if (greeting.role === door.role) return refusal.wrongRole(door);
  return greeting.kind === 'pair' ? pair(door, fingerprint, greeting) : know(door, fingerprint, greeting);
}

function pair(door: Door, fingerprint: string, { secret, name, role }: Pair): refusal.Refused | Admitted {
  const nowMs = Date.now();
  const tried = door.invitations.try(secret, nowMs);
  if (tried !== 'good') return refusal.wrongSecret(door, tried);
  const token = newSecret(TOKEN_BYTES);
  const peer: Peer = {
    id: door.peers.withFingerprint(fingerprint)?.id ?? newSecret(ID_BYTES), // what is known of it stays, if it comes anew
    name,
    role,
    fingerprint,
    pairedAtMs: nowMs,
    tokenHash: sha256(token),
  };
  door.peers.add(peer);
  const { program } = door;
  return {
    kind: 'paired',
    peer,
    answer: { kind: 'paired', protocol: LINK_PROTOCOL_VERSION, program, name: door.name, token },
  };
}

function know(door: Door, fingerprint: string, hello: Hello): refusal.Refused | Admitted {
  const peer = door.peers.withFingerprint(fingerprint);
  if (peer?.tokenHash === undefined)
    return door.peers.wasRemoved(fingerprint) ? refusal.revoked(door) : refusal.notPaired(door);
  if (!isSame(sha256(hello.token), peer.tokenHash)) return refusal.wrongToken(door);
  return { kind: 'known', hello, peer };
}
