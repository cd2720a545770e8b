import type { z } from 'zod';
import { FromMachine, FromMachineNow, ToMachine, ToMachineNow } from '../src-protocol/messages/link.ts';
import type { CoordinatorFrames, Frames, WorkerFrames } from './link.ts';

/** Of what a side accepts. */
export interface FrameSchemas<F extends Frames> {
  readonly in: z.ZodType<F['in']>;
  readonly inNow: z.ZodType<F['inNow']>;
}

export const COORDINATOR_FRAMES: FrameSchemas<CoordinatorFrames> = { in: FromMachine, inNow: FromMachineNow };
export const WORKER_FRAMES: FrameSchemas<WorkerFrames> = { in: ToMachine, inNow: ToMachineNow };
