import { LINK_PROTOCOL_VERSION, type GreetingAnswer, type LinkRole } from '../src-protocol/messages/link.ts';
import type { SecretTry } from './invitation.ts';

export type Refused = Extract<GreetingAnswer, { kind: 'refused' }>;

/** What a listener is called in its refusals, which are read at the other computer: that is “this computer” in them. */
export interface Refuser {
  readonly name: string;
  readonly program: string;
  readonly role: LinkRole;
}

export function badGreeting({ name }: Refuser): Refused {
  return refused('bad-greeting', `“${name}” does not understand this computer. ${SAME_VERSION}`);
}

/** Undefined where both speak the same. */
export function otherVersion(
  refuser: Refuser,
  { protocol, program }: { protocol: number; program: string },
): Refused | undefined {
  const theirs = `“${refuser.name}” has MetaExtract ${refuser.program}`;
  const both = `${theirs}, this computer ${program}, and they do not understand each other.`;
  if (protocol < LINK_PROTOCOL_VERSION) return refused('too-old', `${both} Update MetaExtract on this computer.`);
  if (protocol > LINK_PROTOCOL_VERSION) return refused('too-new', `${both} Update MetaExtract on “${refuser.name}”.`);
  return undefined;
}

export function wrongRole({ name, role }: Refuser): Refused {
  return refused('wrong-role', `“${name}” is a ${role} as well: a link leads from a coordinator to a worker.`);
}

const WHY_NOT: Readonly<Record<Exclude<SecretTry, 'good'>, string>> = {
  used: 'it was used already.',
  expired: 'it has expired.',
  displaced: 'too many others were made since.',
  'guessed-at': 'somebody has tried wrong codes too often.',
  wrong: 'it is not one of those that are good now.',
};

export function wrongSecret({ name }: Refuser, tried: Exclude<SecretTry, 'good'>): Refused {
  return refused(
    'wrong-secret',
    `“${name}” does not accept the pairing code: ${WHY_NOT[tried]} Have “${name}” show a new one.`,
  );
}

export function notPaired({ name }: Refuser): Refused {
  return refused('not-paired', `“${name}” does not know this computer. ${PAIR_AGAIN}`);
}

export function revoked({ name }: Refuser): Refused {
  return refused(
    'revoked',
    `“${name}” has removed this computer. To work with it again, pair them again by a new code.`,
  );
}

export function wrongToken({ name }: Refuser): Refused {
  return refused('wrong-token', `“${name}” knows this computer by another token. ${PAIR_AGAIN}`);
}

export const SAME_VERSION = 'Install the same version of MetaExtract on both computers.';
const PAIR_AGAIN = 'Pair them again by a new code.';

function refused(code: Refused['code'], message: string): Refused {
  return { kind: 'refused', code, message };
}
