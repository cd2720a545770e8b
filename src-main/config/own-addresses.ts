import { networkInterfaces } from 'node:os';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** A pairing code has room for so many. */
const ADDRESSES_MAX = 8;
const ANYWHERE: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

/**
 * Addresses at which others can reach what listens at `host`, the likeliest first: IPv4 before IPv6, none of this computer
 * alone, none that means something on one cable only. Where there is no network, that of this computer itself.
 */
export function ownAddresses(host: string, interfaces: Interfaces = networkInterfaces()): string[] {
  if (!ANYWHERE.has(host)) return [host];
  const found = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address));
  const inOrder = (['IPv4', 'IPv6'] as const).flatMap((family) => found.filter((each) => each.family === family));
  const addresses = [...new Set(inOrder.map(({ address }) => address))].slice(0, ADDRESSES_MAX);
  return addresses.length === 0 ? ['127.0.0.1'] : addresses;
}
