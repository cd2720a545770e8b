import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program.mjs';

const what = 'network of several hosts';

/** What test/network/support/namespaces.ts does; it leaves nothing behind. */
const TRY = `
  mount -t tmpfs tmpfs /tmp
  ip link add switch type bridge
  ip link add lan0 type veth peer name lan1`;

/**
 * Whether hosts can be made here out of namespaces, to test workers over a network; or what is missing.
 *
 * @returns {{ what: string, missing?: string }}
 */
export function findNamespaces() {
  if (process.platform !== 'linux') return { what, missing: 'only Linux has namespaces' };
  if (process.getuid?.() !== 0) return { what, missing: 'only root may make namespaces' };
  for (const program of ['unshare', 'nsenter', 'ip', 'mount'])
    if (findProgram(program) === undefined) return { what, missing: `no ${program}` };
  const args = ['--net', '--uts', '--mount', 'sh', '-ec', TRY];
  const { status, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
  return status === 0 ? { what } : { what, missing: stderr.trim().replaceAll('\n', ' ') };
}
