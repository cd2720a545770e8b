import { availableParallelism, totalmem } from 'node:os';
import { statfs } from 'node:fs/promises';
import type { MachineDescription } from '../../src-protocol/messages/link.ts';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import type { Gpu } from './gpu.ts';
import type { DiskSpace } from './room.ts';

export interface DescribedMachine {
  readonly name: string;
  readonly program: string;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly extractors: readonly ExtractorDescription[];
}

/** What a coordinator is told of this computer. */
export function describeMachine(
  { name, program, slots, labels, extractors }: DescribedMachine,
  gpu: Gpu | undefined,
  roomBytes: number,
): MachineDescription {
  return {
    name,
    platform: process.platform,
    program,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    slots,
    labels: [...labels],
    ...(gpu && { gpu }),
    extractors: [...extractors],
    roomBytes,
  };
}

/** What this user may still write where a folder is. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
