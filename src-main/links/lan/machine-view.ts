import type { Machine as MachineView } from '../../../src-protocol/contract/machines.ts';
import type { MachineWork } from '../../coordinator/ports.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { Peer } from '../../../src-link/link.ts';
import type { MachineSession } from './machine-session.ts';
import type { StateWithMessage } from './machine-state.ts';
import type { MachineWishes } from './machines-file.ts';
import type { RemoteRuntime } from './remote-runtime.ts';

interface Viewed {
  readonly peer: Peer;
  readonly name: string;
  readonly wishes: MachineWishes;
  readonly runtimes: readonly RemoteRuntime[];
}

interface Seen {
  readonly state: StateWithMessage;
  readonly session: MachineSession | undefined;
  readonly cameFrom: string | undefined;
  readonly work: MachineWork;
  readonly filesPerS: number;
  readonly bandwidth: Bandwidth;
}

/** A machine as callers see it. */
export function machineView(
  { peer, name, wishes, runtimes }: Viewed,
  { state, session, cameFrom, work, filesPerS, bandwidth }: Seen,
): MachineView {
  const address = addressOf(peer) ?? cameFrom;
  return {
    id: peer.id,
    name,
    ...state,
    ...(address === undefined ? {} : { address }),
    dialled: peer.dial === undefined ? 'from-there' : 'from-here',
    pairedAt: new Date(peer.pairedAtMs).toISOString(),
    ...linkView(session),
    slots: runtimes.reduce((sum, { slots }) => sum + slots, 0),
    busySlots: runtimes.reduce((sum, { slots, leases }) => sum + Math.min(slots, leases), 0),
    workers: runtimes.map((runtime) => runtime.name),
    filesDone: work.files,
    bytesDone: work.bytes,
    failures: work.failures,
    sentBytes: work.sentBytes,
    busyMs: work.busyMs,
    filesPerS,
    ...(bandwidth.isMeasured ? { bandwidthBytesPerS: bandwidth.bytesPerS(performance.now()) } : {}),
    limits: wishes.limits,
    access: session?.access() ?? [],
  };
}

function addressOf({ dial }: Peer): string | undefined {
  const host = dial?.hosts[0];
  return dial === undefined || host === undefined ? undefined : `${host}:${dial.port.toString()}`;
}

function linkView(session: MachineSession | undefined) {
  if (session === undefined) return { labels: [], extractors: [] };
  const { description, status, sinceMs, link } = session;
  return {
    since: new Date(sinceMs).toISOString(),
    ...(link.delayMs === undefined ? {} : { delayMs: link.delayMs }),
    ...(description === undefined ? {} : descriptionView(description)),
    labels: description?.labels ?? [],
    extractors: description?.extractors ?? [],
    ...(status === undefined ? {} : statusView(status)),
  };
}

function descriptionView({ platform, program, cores, memoryBytes, gpu }: NonNullable<MachineSession['description']>) {
  return { platform, program, cores, memoryBytes, ...(gpu === undefined ? {} : { gpu }) };
}

function statusView({ cpuShare, memoryFreeBytes, rssBytes, storedBytes }: NonNullable<MachineSession['status']>) {
  return { cpuShare, memoryFreeBytes, rssBytes, storedBytes };
}
