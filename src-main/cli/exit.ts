/** How the command ends, as its documentation says. */
export const EXIT = { complete: 0, couldNotRun: 1, someFailed: 2, interrupted: 130 } as const;

/** The command cannot run; the message is one clear sentence for a person. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
}
