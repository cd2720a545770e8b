import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Announced {
  readonly name: string;
  readonly port: number;
  readonly fingerprint: string;
  /** Of the program. */
  readonly version: string;
}

/** What other computers look for by mDNS. */
const SERVICE_TYPE = 'metaextract';
/** A name in DNS has no more bytes than this. */
const LABEL_BYTES_MAX = 63;
/** Enough to know one that is paired already; who pairs gets all of it from the code. */
const FINGERPRINT_SHOWN = 16;
const FAREWELL_WITHIN_MS = 500;

/**
 * Tells the network by mDNS that a worker is here, until it is disposed of. A network that carries no multicast is no error:
 * `onFault` is told, and the worker is reached by its code.
 */
export async function announceWorker(
  { name, port, fingerprint, version }: Announced,
  onFault: (error: Error) => void,
): Promise<AsyncDisposable> {
  const { Bonjour } = await import('bonjour-service'); // a worker that is not announced does without
  const bonjour = new Bonjour({}, onFault);
  const { mdns } = bonjour['server'] as unknown as { readonly mdns: EventEmitter };
  mdns.on('error', onFault); // without a listener it would end the program
  bonjour.publish({
    name: labelOf(name, fingerprint),
    port,
    type: SERVICE_TYPE,
    txt: { v: '1', program: version, f: fingerprint.slice(0, FINGERPRINT_SHOWN), n: name },
    probe: false, // another of the same name has another fingerprint
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await Promise.race([farewell(bonjour), sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
      bonjour.destroy();
    },
  };
}

function farewell(bonjour: { unpublishAll(then: () => void): void }): Promise<void> {
  return new Promise((resolve) => {
    bonjour.unpublishAll(resolve);
  });
}

/** The name as one label: a dot would begin another, and half a character would be none. */
function labelOf(name: string, fingerprint: string): string {
  const mark = ` ${fingerprint.slice(0, 6)}`;
  let text = name.replaceAll('.', '-');
  while (Buffer.byteLength(text + mark) > LABEL_BYTES_MAX) text = Array.from(text).slice(0, -1).join('');
  return text + mark;
}
