import {
  Activity,
  Ban,
  CircleCheck,
  CirclePause,
  CircleStop,
  Clock,
  Ear,
  type LucideIcon,
  Moon,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { FolderAccess, Machine } from '../../../../../src-protocol/contract/machines.ts';
import { bytes, counted } from '../../../../../src-protocol/model/words.ts';
import type { Tone } from '../../../ui/badge.tsx';

interface StateWords {
  readonly text: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
  /** What it means, where the machine itself says nothing. */
  readonly meaning?: string;
}

const STATES: Readonly<Record<Machine['state'], StateWords>> = {
  connecting: { text: 'Connecting', tone: 'neutral', icon: Clock, meaning: 'It is being reached.' },
  ready: { text: 'Ready', tone: 'neutral', icon: CircleCheck },
  suspected: {
    text: 'Silent',
    tone: 'warn',
    icon: Ear,
    meaning: 'It has said nothing for some seconds, and gets no files until it does.',
  },
  away: { text: 'Away', tone: 'warn', icon: Unplug, meaning: 'The link is lost. It may come back with what it has.' },
  paused: { text: 'Paused', tone: 'warn', icon: CirclePause, meaning: 'It gets no files until it is resumed.' },
  draining: {
    text: 'Draining',
    tone: 'warn',
    icon: CircleStop,
    meaning: 'It finishes what it has, and gets nothing more until it is resumed.',
  },
  'off-duty': { text: 'Off duty', tone: 'neutral', icon: Moon, meaning: 'By its own schedule it does not work now.' },
  'set-aside': {
    text: 'Set aside',
    tone: 'bad',
    icon: TriangleAlert,
    meaning: 'It failed again and again, and is tried anew later.',
  },
  refused: { text: 'Cannot work', tone: 'bad', icon: Ban },
};

const WORKING: StateWords = { text: 'Working', tone: 'accent', icon: Activity };
const DRAINED: StateWords = {
  text: 'Drained',
  tone: 'warn',
  icon: CircleStop,
  meaning: 'It has finished what it had, and gets nothing more until it is resumed.',
};

/** How a machine stands, in a word with its sign. */
export function machineState({ state, busySlots, workers }: Machine): StateWords {
  if (state === 'ready' && busySlots > 0) return WORKING;
  if (state === 'draining' && workers.length === 0) return DRAINED;
  return STATES[state];
}

/** What a person has to know of it; undefined where it simply works. */
export function machineMessage(machine: Machine): string | undefined {
  return machine.message ?? machineState(machine).meaning;
}

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

export function platformName(platform: string): string {
  return PLATFORMS[platform] ?? platform;
}

/** `macOS, 8 cores, 16 GB`; undefined as long as it has not said. */
export function whatMachineIs({ platform, cores, memoryBytes }: Machine): string | undefined {
  const parts = [
    platform !== undefined && platformName(platform),
    cores !== undefined && counted(cores, 'core'),
    memoryBytes !== undefined && `${bytes(memoryBytes)} memory`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** `2.6 GB used, 9 GB free`; undefined as long as nothing is known. */
export function memoryWords({ rssBytes, memoryFreeBytes }: Machine): string | undefined {
  const parts = [
    rssBytes !== undefined && rssBytes > 0 && `${bytes(rssBytes)} used`,
    memoryFreeBytes !== undefined && `${bytes(memoryFreeBytes)} free`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** `4 ms, 110 MB/s`: how far away it is; undefined as long as nothing was measured. */
export function linkWords({ delayMs, bandwidthBytesPerS }: Machine): string | undefined {
  if (delayMs === undefined) return undefined;
  const delay = delayMs < 1 ? 'under 1 ms' : `${Math.round(delayMs)} ms`;
  return bandwidthBytesPerS === undefined ? `${delay} there and back` : `${delay}, ${bytes(bandwidthBytesPerS)}/s`;
}

/** `1.9 times as fast as this computer`, as learned from what it has read. */
export function speedWords(speed: number): string {
  const times = Math.round(speed * 10) / 10;
  return times === 1 ? 'As fast as this computer' : `${times} times as fast as this computer`;
}

/** `3.1 GB, of which 212 MB lie there`; undefined where nothing was sent. */
export function sentWords({ sentBytes, storedBytes = 0 }: Machine): string | undefined {
  if (sentBytes === 0 && storedBytes === 0) return undefined;
  return storedBytes === 0 ? bytes(sentBytes) : `${bytes(sentBytes)}, ${bytes(storedBytes)} there now`;
}

type Way = FolderAccess['way'];

interface WayWords {
  readonly text: string;
  readonly tone: Tone;
}

/** How it comes by the files of a folder. */
export const WAYS: Readonly<Record<Way, WayWords>> = {
  'same-path': { text: 'Same path', tone: 'accent' },
  mapped: { text: 'Mapped', tone: 'accent' },
  sent: { text: 'Files are sent', tone: 'neutral' },
  unknown: { text: 'Not known yet', tone: 'neutral' },
};
