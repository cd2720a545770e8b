import { Invitation } from '../../../src-protocol/contract/machines.ts';
import type { MachineControl } from '../services.ts';
import { procedures } from './procedures.ts';

export function machinesRouter(machines: MachineControl) {
  const of = procedures.machines;
  return {
    list: of.list.handler(() => ({ machines: machines.list() })),
    discover: of.discover.handler(() => machines.discover()),
    pair: of.pair.handler(({ input }) => machines.pair(input.code)),
    invite: of.invite.handler(({ input }) => machines.invite(input ?? Invitation.parse({}))),
    pause: of.pause.handler(({ input }) => machines.pause(input.id)),
    resume: of.resume.handler(({ input }) => machines.resume(input.id)),
    drain: of.drain.handler(({ input }) => machines.drain(input.id)),
    remove: of.remove.handler(async ({ input }) => {
      await machines.remove(input.id);
      return { done: true } as const;
    }),
    setLimits: of.setLimits.handler(({ input }) => machines.setLimits(input.id, input.limits)),
    testMapping: of.testMapping.handler(({ input }) => machines.testMapping(input.id, input.folder, input.mapping)),
    log: of.log.handler(async ({ input }) => ({ lines: await machines.log(input.id, input.limit) })),
  };
}
