import { LINK_PROTOCOL_VERSION, type Greeting, type LinkRole } from '../src-protocol/messages/link.ts';
import type { PairingCode } from '../src-protocol/model/pairing-code.ts';
import type { Identity } from './identity.ts';
import type { Peer } from './link.ts';
import type { PeersFile } from './peers-file.ts';
import { notUnderstood, reach, ReachFault, type ReachFaultCode } from './reach.ts';
import { newSecret } from './secret.ts';

export interface PairOptions {
  readonly identity: Identity;
  /** What this computer is. */
  readonly role: LinkRole;
  readonly name: string;
  /** Version of the program. */
  readonly program: string;
  readonly peers: PeersFile;
}

/** Why two computers are not paired, in a sentence for people. */
export class PairingRefused extends Error {
  override readonly name = 'PairingRefused';
  readonly code: ReachFaultCode;

  constructor(code: ReachFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

const ID_BYTES = 12;

/** Dials the computer of a code, pairs with it, and stores it. Rejects with PairingRefused. */
export async function pairByCode(code: PairingCode, options: PairOptions): Promise<Peer> {
  const { identity, role, name, program, peers } = options;
  if (code.fingerprint === identity.fingerprint)
    throw new PairingRefused('wrong-role', 'This is the pairing code of this computer itself. Use it on another one.');
  const greeting = { kind: 'pair', protocol: LINK_PROTOCOL_VERSION, program, role, name, secret: code.secret } as const;
  const answer = await paired(code, identity, greeting);
  const { hosts, port, fingerprint } = code;
  const peer: Peer = {
    id: peers.withFingerprint(fingerprint)?.id ?? newSecret(ID_BYTES), // what is known of it stays, if it is paired anew
    name: answer.name,
    role: role === 'coordinator' ? 'worker' : 'coordinator',
    fingerprint,
    pairedAtMs: Date.now(),
    dial: { hosts, port, token: answer.token },
  };
  peers.add(peer);
  return peer;
}

async function paired(
  code: PairingCode,
  identity: Identity,
  greeting: Greeting,
): Promise<{ readonly name: string; readonly token: string }> {
  try {
    const { answer, connection } = await reach(code, identity, () => greeting, new AbortController().signal);
    connection?.drop();
    if (answer.kind === 'refused') throw new ReachFault(answer.code, answer.message);
    if (answer.kind === 'welcome') throw notUnderstood();
    return answer;
  } catch (error) {
    if (error instanceof ReachFault) throw new PairingRefused(error.code, error.message);
    throw error;
  }
}
