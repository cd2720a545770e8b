import { setTimeout as delay } from 'node:timers/promises';
import { Bonjour, type Service } from 'bonjour-service';
import { z } from 'zod';
import type { FoundMachine } from '../../../src-protocol/contract/machines.ts';

/** How a worker announces itself; the host adds what it listens at. */
const Announcement = z.looseObject({
  /** Name of the computer. */
  n: z.string().min(1).max(100),
  program: z.string().max(100).default(''),
  /** The beginning of its fingerprint. */
  f: z.string().max(43).default(''),
});

export interface Discovery {
  readonly found: FoundMachine[];
  readonly message?: string;
}

/** Of a fingerprint: enough to tell machines apart, and no more than one need know. */
const FINGERPRINT_PREFIX = 16;
const LOOK_MS = 2_000;
/** Anybody may announce anything. */
const FOUND_MAX = 500;

/**
 * Workers that announce themselves on the local network at this moment. Where multicast cannot be used, as in most containers,
 * none are found, and the message says so.
 */
export async function discoverMachines(fingerprints: readonly string[], lookMs = LOOK_MS): Promise<Discovery> {
  const found = new Map<string, FoundMachine>();
  let trouble: string | undefined;
  const bonjour = new Bonjour({}, (error: Error) => {
    trouble ??= error.message;
  });
  multicastOf(bonjour).on('error', (error) => {
    trouble ??= error.message;
  });
  const browser = bonjour.find({ type: 'metaextract' }, (service) => {
    const machine = machineOf(service, fingerprints);
    if (machine !== undefined && found.size < FOUND_MAX)
      found.set(`${machine.host}:${machine.port.toString()}`, machine);
  });
  try {
    await delay(lookMs);
  } finally {
    browser.stop();
    bonjour.destroy();
  }
  const machines = [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  if (machines.length > 0 || trouble === undefined) return { found: machines };
  return { found: machines, message: `The network cannot be searched from here (${trouble}). Pair by code instead.` };
}

/** Its errors are thrown where nobody listens; the package does not declare the way to it. */
function multicastOf(bonjour: Bonjour): { on(event: 'error', listener: (error: Error) => void): void } {
  const { server } = bonjour as unknown as {
    server: { mdns: { on(event: 'error', listener: (error: Error) => void): void } };
  };
  return server.mdns;
}

function machineOf(service: Service, fingerprints: readonly string[]): FoundMachine | undefined {
  const announced = Announcement.safeParse(service.txt);
  if (!announced.success) return undefined;
  const { n: name, program, f: prefix } = announced.data;
  const host = service.addresses?.find((address) => address.includes('.')) ?? service.addresses?.[0] ?? service.host;
  const isPaired = prefix.length >= FINGERPRINT_PREFIX && fingerprints.some((each) => each.startsWith(prefix));
  return { name, host, port: service.port, program, isPaired };
}
