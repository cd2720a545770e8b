import { z } from 'zod';
import { LogLine } from '../model/log-line.ts';
import { Role } from '../model/role.ts';
import { act, Done, look, Time } from './procedure.ts';
import { Settings, SettingsChange } from './settings.ts';

export const Alert = z.strictObject({
  id: z.string().describe('the same for as long as it lasts'),
  code: z.enum([
    'failure-rate',
    'queue-growing',
    'runtime-memory',
    'disk-nearly-full',
    'stalled-file',
    'worker-failing',
    'machine-refused',
    'machine-set-aside',
  ]),
  message: z.string(),
  since: Time,
  jobId: z.int().optional(),
  path: z.string().optional(),
  worker: z.string().optional(),
  machine: z.string().optional().describe('id of a computer that works for this one'),
});
export type Alert = z.infer<typeof Alert>;

export const Health = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  upSince: Time,
  dataFolder: z.string(),
  diskFreeBytes: z.number(),
  databaseBytes: z.number(),
  exiftool: z.string().describe('its version'),
  runningJobs: z.int(),
  alerts: z.array(Alert),
});

export const MetricsView = z.strictObject({
  at: Time,
  process: z.strictObject({
    rssBytes: z.number(),
    heapUsedBytes: z.number(),
    eventLoopP99Ms: z.number(),
    cpuShare: z.number().describe('of one core, over the last seconds'),
  }),
  filesPerS: z.number(),
  bytesPerS: z.number(),
  queuedFiles: z.int(),
  runtimes: z.int(),
  busySlots: z.int(),
  subscribers: z.int(),
});

/** A value over time; older ones are kept in longer steps. */
export const Series = z.strictObject({
  name: z.enum(['files-per-s', 'bytes-per-s', 'busy-slots', 'cache-hit-rate', 'worker-memory']),
  points: z.array(z.strictObject({ at: Time, value: z.number(), highest: z.number() })),
});

export const Backup = z.strictObject({ name: z.string(), bytes: z.number(), at: Time });

/** A program or font that is shipped with this one. */
export const ShippedPackage = z.strictObject({
  name: z.string(),
  version: z.string(),
  licence: z.string().describe('its SPDX expression, where it has one'),
  text: z.string().describe('of the licence, as it came'),
});
export type ShippedPackage = z.infer<typeof ShippedPackage>;

export const Token = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: Role,
  createdAt: Time,
  lastUsedAt: Time.optional(),
});

export const system = {
  health: look
    .route({ method: 'GET', path: '/health', tags: ['system'], summary: 'Whether all is well' })
    .output(Health),
  metrics: look
    .route({ method: 'GET', path: '/metrics', tags: ['system'], summary: 'Load and speed at this moment' })
    .output(MetricsView),
  history: look
    .route({ method: 'GET', path: '/metrics/history', tags: ['system'], summary: 'Values over time' })
    .input(z.object({ name: Series.shape.name, from: Time.optional(), to: Time.optional() }))
    .output(Series),
  alerts: look
    .route({ method: 'GET', path: '/alerts', tags: ['system'], summary: 'What needs attention now' })
    .output(z.strictObject({ alerts: z.array(Alert) })),
  logs: look
    .route({ method: 'GET', path: '/logs', tags: ['system'], summary: 'The last lines of the log, newest last' })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(5_000).default(200),
        level: LogLine.shape.level.default('info').describe('this and worse'),
        contains: z.string().max(200).optional(),
      }),
    )
    .output(z.strictObject({ lines: z.array(LogLine) })),
  backups: look
    .route({ method: 'GET', path: '/backups', tags: ['system'], summary: 'The backups that there are' })
    .output(z.strictObject({ backups: z.array(Backup) })),
  backUp: act
    .route({ method: 'POST', path: '/backups', successStatus: 201, tags: ['system'], summary: 'Make a backup now' })
    .output(Backup),
  licences: look
    .route({ method: 'GET', path: '/licences', tags: ['system'], summary: 'What is shipped, and under which licences' })
    .output(z.strictObject({ packages: z.array(ShippedPackage) })),
  tokens: look
    .route({ method: 'GET', path: '/tokens', tags: ['system'], summary: 'Who may call' })
    .output(z.strictObject({ tokens: z.array(Token) })),
  createToken: act
    .route({ method: 'POST', path: '/tokens', successStatus: 201, tags: ['system'], summary: 'Let somebody call' })
    .input(z.strictObject({ name: z.string().min(1).max(100), role: Role }))
    .output(z.strictObject({ token: Token, secret: z.string().describe('shown this once') })),
  revokeToken: act
    .route({ method: 'DELETE', path: '/tokens/{id}', tags: ['system'], summary: 'Take a token back' })
    .input(z.object({ id: z.string().min(1).max(100) }))
    .output(Done),
};

export const settings = {
  get: look.route({ method: 'GET', path: '/settings', tags: ['settings'], summary: 'All settings' }).output(Settings),
  change: act
    .route({ method: 'PATCH', path: '/settings', tags: ['settings'], summary: 'Change some; the others stay' })
    .input(SettingsChange)
    .output(Settings),
};
