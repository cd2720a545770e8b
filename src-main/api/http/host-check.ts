import { isIP } from 'node:net';

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

/** Whether only programs on this computer can reach a server that listens there. */
export function isLoopbackHost(host: string): boolean {
  const bare = withoutBrackets(host.toLowerCase());
  return LOOPBACK_NAMES.has(bare) || /^127\.\d+\.\d+\.\d+$/.test(bare);
}

/**
 * Says whether a request's `Host` names this server. A web page elsewhere can point a name of its own at our address, and
 * its requests then count as its own origin's: but they carry that name. An address cannot be pointed anywhere, so a server
 * that listens on every address takes any. The port is free to differ, so that a tunnel can be used.
 */
export function hostCheck(bound: string, allowedHosts: readonly string[]): (host: string | undefined) => boolean {
  const boundBare = withoutBrackets(bound.toLowerCase());
  const everyAddress = EVERY_ADDRESS.has(boundBare);
  const names = new Set([
    ...LOOPBACK_NAMES,
    boundBare,
    ...allowedHosts.map((host) => withoutBrackets(host.toLowerCase())),
  ]);
  return (host) => {
    const name = hostName(host);
    if (name === undefined) return false;
    return names.has(name) || (everyAddress && isIP(name) !== 0);
  };
}

/** The name or the bare address in a Host header. */
function hostName(host: string | undefined): string | undefined {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::\d{1,5})?$/i.exec(host ?? '');
  return parts?.[1] === undefined ? undefined : withoutBrackets(parts[1].toLowerCase());
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
