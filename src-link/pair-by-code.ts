import { LINK_PROTOCOL_VERSION, type Greeting, type GreetingAnswer } from '../src-protocol/messages/link.ts';
import type { PairingCode } from '../src-protocol/model/pairing-code.ts';
import type { Identity } from './identity.ts';
import type { Self } from './link-options.ts';
import type { Peer } from './link.ts';
import type { PeersFile } from './peers-file.ts';
import { notUnderstood, reach, ReachFault } from './reach.ts';
import { newSecret } from './secret.ts';

export interface PairOptions extends Self {
  readonly peers: PeersFile;
  /** When it comes, the attempt is given up. */
  readonly signal?: AbortSignal;
}

type Paired = Extract<GreetingAnswer, { kind: 'paired' }>;

const ID_BYTES = 12;

/** Dials the computer of a code, pairs with it, and stores it. Rejects with a ReachFault. */
export async function pairByCode(code: PairingCode, options: PairOptions): Promise<Peer> {
  const { identity, role, name, program, peers, signal = new AbortController().signal } = options;
  if (code.fingerprint === identity.fingerprint)
    throw new ReachFault('wrong-role', 'This is the pairing code of this computer itself. Use it on another one.');
  const greeting = { kind: 'pair', protocol: LINK_PROTOCOL_VERSION, program, role, name, secret: code.secret } as const;
  const answer = await paired(code, identity, greeting, signal);
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

async function paired(code: PairingCode, identity: Identity, greeting: Greeting, signal: AbortSignal): Promise<Paired> {
  const { answer, connection } = await reach(code, identity, () => greeting, signal);
  connection?.drop();
  if (answer.kind === 'refused') throw new ReachFault(answer.code, answer.message);
  if (answer.kind === 'welcome') throw notUnderstood();
  return answer;
}
