import { renderUnicodeCompact } from 'uqr';
import type { LinkState } from '../../src-link/link.ts';
import { unreachable } from '../../src-protocol/model/unreachable.ts';
import { ENDING_WORDS } from './asked.ts';
import { onOneLine } from './one-line.ts';
import { printJson } from './print.ts';

/** What happens at a worker, for whoever has started it. */
export type WorkerEvent =
  | { readonly event: 'listening'; readonly name: string; readonly port: number; readonly addresses: readonly string[] }
  | { readonly event: 'dialling'; readonly name: string; readonly peer: string }
  | { readonly event: 'known'; readonly peers: readonly string[] }
  | { readonly event: 'code'; readonly code: string; readonly expiresAt: string }
  | { readonly event: 'paired' | 'removed'; readonly peer: string }
  | { readonly event: 'link'; readonly peer: string; readonly state: LinkState | 'ended'; readonly message?: string }
  | { readonly event: 'duty'; readonly on: boolean; readonly message: string }
  | { readonly event: 'health'; readonly url: string }
  | { readonly event: 'not-announced'; readonly message: string }
  | { readonly event: 'ending' | 'alone' };

export type TellEvent = (event: WorkerEvent) => void;

const LINK_WORDS = {
  up: 'is connected',
  suspected: 'has said nothing for some seconds',
  broken: 'cannot be reached; it is tried again',
  ended: 'has gone',
} as const;

/** Tells events as JSON lines on standard output, or in words on standard error. */
export function tellEvents(json: boolean): TellEvent {
  if (json) return printJson;
  return (event) => {
    process.stderr.write(`${wordsOf(event)}\n`);
  };
}

function wordsOf(event: WorkerEvent): string {
  switch (event.event) {
    case 'listening':
      return `“${event.name}” works for other computers (Ctrl-C ends it). They reach it at ${event.addresses.join(', ')}, port ${event.port.toString()}.`;
    case 'dialling':
      return `“${event.name}” works for ${event.peer}, which it dials (Ctrl-C ends it).`;
    case 'known':
      return `Paired with it: ${event.peers.join(', ')}.`;
    case 'code':
      return codeWords(event.code, event.expiresAt);
    case 'paired':
      return `${event.peer} is paired with it.`;
    case 'removed':
      return `${event.peer} does not want it any more, and is forgotten.`;
    case 'link':
      return event.message === undefined
        ? `${event.peer} ${LINK_WORDS[event.state]}.`
        : `${event.peer}: ${onOneLine(event.message)}`;
    case 'duty':
      return event.message;
    case 'health':
      return `Its health is at ${event.url}healthz.`;
    case 'not-announced':
      return `The network is not told that it is here: ${event.message}`;
    case 'alone':
      return 'Nobody is left that it works for, so it ends.';
    case 'ending':
      return ENDING_WORDS;
    default:
      return unreachable(event);
  }
}

/** The code as a picture only where a person looks: it can be photographed off a terminal, and not off a log. */
function codeWords(code: string, expiresAt: string): string {
  const minutes = Math.max(1, Math.round((Date.parse(expiresAt) - Date.now()) / 60_000));
  return [
    `To pair another computer with it, paste this code there within ${minutes.toString()} minutes, under Workers, Add a computer, or run`,
    '',
    `  metaextract workers add '${code}'`,
    '',
    ...(process.stderr.isTTY ? [renderUnicodeCompact(code), ''] : []),
  ].join('\n');
}
