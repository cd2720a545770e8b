import { z } from 'zod';
import { LogLine } from '../model/log-line.ts';
import { Gpu } from '../messages/link.ts';
import { ExtractorDescription } from '../model/extraction.ts';
import { MachineLimits } from '../model/machine-limits.ts';
import { PairingCode } from '../model/pairing-code.ts';
import { PathMapping } from '../model/path-mapping.ts';
import { act, Done, look, Time } from './procedure.ts';

/**
 * - `connecting`: it is being reached; the message says since when it cannot be, and when it is tried again.
 * - `ready`: it works when there is work.
 * - `suspected`: it has said nothing for some seconds, and gets no more leases until it does.
 * - `away`: the link is lost; it may come back with what it has.
 * - `paused`, `draining`: by a person. `off-duty`: by its own schedule.
 * - `set-aside`: it failed again and again, and is tried anew later.
 * - `refused`: it cannot be worked with until somebody does what the message says.
 */
export const MachineState = z.enum([
  'connecting',
  'ready',
  'suspected',
  'away',
  'paused',
  'draining',
  'off-duty',
  'set-aside',
  'refused',
]);

/** How a machine comes by the files of a folder. */
export const FolderAccess = z.strictObject({
  folder: z.string(),
  way: z.enum(['same-path', 'mapped', 'sent', 'unknown']),
  /** Where it sees the folder, where that is another path. */
  path: z.string().optional(),
  message: z.string().optional().describe('why it does not see the files itself'),
  checkedAt: Time.optional(),
});
export type FolderAccess = z.infer<typeof FolderAccess>;

/** Another computer that works for this one. */
export const Machine = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: MachineState,
  message: z.string().optional().describe('why it is in this state, and what can be done'),
  address: z
    .string()
    .optional()
    .describe('host and port at which it is reached, or the address from which it dials, or did last'),
  dialled: z.enum(['from-here', 'from-there']),
  pairedAt: Time,
  since: Time.optional().describe('since when the link stands'),
  platform: z.string().optional(),
  program: z.string().optional().describe('version of MetaExtract there'),
  cores: z.int().optional(),
  memoryBytes: z.number().optional(),
  memoryFreeBytes: z.number().optional(),
  cpuShare: z.number().optional(),
  rssBytes: z.number().optional(),
  storedBytes: z.number().optional().describe('files that were sent to it and lie there'),
  labels: z.array(z.string()),
  gpu: Gpu.optional(),
  extractors: z.array(ExtractorDescription),
  slots: z.int().describe('that work for this computer now'),
  busySlots: z.int(),
  workers: z.array(z.string()).describe('ids of its processes among the workers'),
  filesDone: z.int().describe('since it was paired'),
  bytesDone: z.number(),
  failures: z.int(),
  sentBytes: z.number().describe('of files that were sent to it, since it was paired'),
  busyMs: z.number().describe('time in which its slots were reading, since it was paired'),
  filesPerS: z.number(),
  speed: z.number().optional().describe('as learned: 2 reads twice as fast as predicted'),
  delayMs: z.number().optional().describe('there and back'),
  bandwidthBytesPerS: z.number().optional(),
  limits: MachineLimits,
  access: z.array(FolderAccess).describe('of the folders that it was given files of'),
});
export type Machine = z.infer<typeof Machine>;

/** A worker that announces itself on the network. */
export const FoundMachine = z.strictObject({
  name: z.string(),
  host: z.string(),
  port: z.int(),
  program: z.string(),
  isPaired: z.boolean(),
});
export type FoundMachine = z.infer<typeof FoundMachine>;

const MachineRef = z.object({ id: z.string().min(1).max(100) });
const PairingText = z.string().min(1).max(4_096);

/** How an invitation is made; what is not named has its default. */
export const Invitation = z.strictObject({
  hosts: PairingCode.shape.hosts
    .optional()
    .describe('names or addresses at which this computer is reached; by default its own'),
  uses: z.int().min(1).max(100).default(1).describe('so many workers may join with it'),
  validMinutes: z.number().min(1).max(10_080).default(10),
});
export type Invitation = z.infer<typeof Invitation>;

function onMachine(verb: string, summary: string) {
  return act
    .route({ method: 'POST', path: `/machines/{id}/${verb}`, tags: ['machines'], summary })
    .input(MachineRef)
    .output(Machine);
}

export const machines = {
  list: look
    .route({ method: 'GET', path: '/machines', tags: ['machines'], summary: 'Other computers that work for this one' })
    .output(z.strictObject({ machines: z.array(Machine) })),
  discover: look
    .route({
      method: 'GET',
      path: '/machines/discovered',
      tags: ['machines'],
      summary: 'Workers that announce themselves on the network; looks for a moment',
    })
    .output(z.strictObject({ found: z.array(FoundMachine), message: z.string().optional() })),
  pair: act
    .route({
      method: 'POST',
      path: '/machines',
      successStatus: 201,
      tags: ['machines'],
      summary: 'Pair with a worker by the code that it shows',
    })
    .input(z.strictObject({ code: PairingText }))
    .output(Machine),
  invite: act
    .route({
      method: 'POST',
      path: '/machines/invitation',
      tags: ['machines'],
      summary: 'A code with which a worker dials in: metaextract worker --join <code>',
    })
    .input(Invitation.optional())
    .output(z.strictObject({ code: z.string(), expiresAt: Time })),
  pause: onMachine('pause', 'Give it no more leases; what it has is finished'),
  resume: onMachine('resume', 'Give it leases again, also where it was drained or set aside'),
  drain: onMachine('drain', 'Let it finish what it has, and end its processes'),
  remove: act
    .route({
      method: 'DELETE',
      path: '/machines/{id}',
      tags: ['machines'],
      summary: 'Forget it: its token is worth nothing any more; what it has is given to others',
    })
    .input(MachineRef)
    .output(Done),
  setLimits: act
    .route({ method: 'PUT', path: '/machines/{id}/limits', tags: ['machines'], summary: 'How much of it is used' })
    .input(MachineRef.extend({ limits: MachineLimits }))
    .output(Machine),
  testMapping: act
    .route({
      method: 'POST',
      path: '/machines/{id}/mapping-test',
      tags: ['machines'],
      summary: 'Whether it sees the files of a folder, at the same path or under a mapping, by their content',
    })
    .input(
      MachineRef.extend({
        folder: z.string().min(1).max(32_768).describe('a folder or file of this computer'),
        mapping: PathMapping.optional().describe('to be tried; by default those of the settings'),
      }),
    )
    .output(FolderAccess),
  log: look
    .route({ method: 'GET', path: '/machines/{id}/log', tags: ['machines'], summary: 'The last lines of its log' })
    .input(MachineRef.extend({ limit: z.coerce.number().int().min(1).max(1_000).default(200) }))
    .output(z.strictObject({ lines: z.array(LogLine) })),
};
