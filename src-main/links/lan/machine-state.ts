import type { Machine } from '../../../src-protocol/contract/machines.ts';
import type { MachineStatus } from '../../../src-protocol/messages/link.ts';

/** All that its state follows from. */
export interface MachineStanding {
  /** Why it cannot be worked with. */
  readonly refusal: string | undefined;
  /** Undefined: there is no session with it. */
  readonly link: 'up' | 'suspected' | 'broken' | undefined;
  /** Why there is none. */
  readonly trouble: { readonly message: string; readonly nextTryAtMs?: number } | undefined;
  /** Whether it has said what it is. */
  readonly isDescribed: boolean;
  readonly isPaused: boolean;
  readonly isDraining: boolean;
  readonly setAside: { readonly reason: string; readonly untilMs: number } | undefined;
  readonly leaving: string | undefined;
  readonly status: Pick<MachineStatus, 'state' | 'message'> | undefined;
}

export type StateWithMessage = Pick<Machine, 'state' | 'message'>;

/** The state of a machine with the reason for it, the one that keeps it from work first of all where there are several. */
export function machineState(standing: MachineStanding, nowMs: number): StateWithMessage {
  const { refusal, link, trouble, isDescribed, isPaused, isDraining, setAside, leaving, status } = standing;
  if (refusal !== undefined) return { state: 'refused', message: refusal };
  if (isPaused) return { state: 'paused', message: pausedWords(link, trouble) };
  if (link === undefined) return { state: 'connecting', ...connecting(trouble, nowMs) };
  if (link === 'broken')
    return {
      state: 'away',
      message: 'The link is lost. It may come back with what it has; its files wait for that a while.',
    };
  if (!isDescribed) return { state: 'connecting', message: 'It has not said yet what it can do.' };
  if (link === 'suspected') return { state: 'suspected', message: 'It has said nothing for some seconds.' };
  if (leaving !== undefined) return { state: 'draining', message: leaving };
  if (isDraining) return { state: 'draining', message: 'It finishes what it has, and rests until it is resumed.' };
  if (setAside !== undefined) return { state: 'set-aside', message: setAsideWords(setAside, nowMs) };
  if (status !== undefined && status.state !== 'ready')
    return { state: status.state, ...(status.message === undefined ? {} : { message: status.message }) };
  return { state: 'ready' };
}

/** Paused by a person, it can be resumed before it is back. */
function pausedWords(link: MachineStanding['link'], trouble: MachineStanding['trouble']): string {
  const words = 'It gets no files until it is resumed.';
  if (link === 'broken') return `${words} The link to it is lost for now.`;
  return link === undefined && trouble !== undefined ? `${words} ${trouble.message}` : words;
}

function connecting(trouble: MachineStanding['trouble'], nowMs: number): { readonly message?: string } {
  if (trouble === undefined) return {};
  if (trouble.nextTryAtMs === undefined) return { message: trouble.message };
  return { message: `${trouble.message} It is tried again in ${secondsTo(trouble.nextTryAtMs, nowMs)}.` };
}

function setAsideWords(
  { reason, untilMs }: { readonly reason: string; readonly untilMs: number },
  nowMs: number,
): string {
  const when = nowMs < untilMs ? `in ${secondsTo(untilMs, nowMs)}` : 'now, with one lease';
  return `It was set aside: ${reason}. It is tried again ${when}.`;
}

function secondsTo(atMs: number, nowMs: number): string {
  return `${Math.max(1, Math.ceil((atMs - nowMs) / 1_000)).toString()} s`;
}
