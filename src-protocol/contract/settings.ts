import { z } from 'zod';
import { PathMapping } from '../model/path-mapping.ts';

/** What a person can set, with the defaults that suit a laptop. Sizes in bytes, times as the name says. */
export const Settings = z.strictObject({
  runtimes: z.strictObject({
    min: z
      .int()
      .min(0)
      .max(256)
      .default(0)
      .describe('local worker processes that are kept even when nothing is to be done'),
    max: z.int().min(1).max(256).optional().describe('at most; by default as many as suit the slots'),
    slots: z.int().min(1).max(256).optional().describe('files read at the same time; by default one for each core'),
    leaveCores: z.int().min(0).max(64).default(1).describe('cores left to the person; 0 where the machine only serves'),
    memoryLimitBytes: z.number().min(1e8).default(1e9).describe('a runtime with more resident memory is replaced'),
  }),
  cache: z.strictObject({
    // with 0 every look for what is too old or too much would clear it unasked
    maxBytes: z
      .number()
      .min(1e8)
      .default(2e10)
      .describe('when it is full, what was not used for the longest time goes'),
    maxAgeDays: z.number().min(0.1).max(36_600).default(365).describe('since it was last used'),
  }),
  alerts: z.strictObject({
    failureRate: z.number().min(0).max(1).default(0.05).describe('share of a job’s last files that failed'),
    runtimeMemoryBytes: z.number().min(0).default(8e8),
    stalledFileS: z.number().min(1).default(30).describe('one file takes longer than this'),
    queueGrowingMinutes: z.number().min(1).default(10),
  }),
  disk: z.strictObject({
    pauseBelowBytes: z.number().min(0).default(5e8).describe('jobs wait while less is free where the data is'),
    resumeAboveBytes: z.number().min(0).default(1e9),
  }),
  backups: z.strictObject({
    everyHours: z.number().min(0).max(8_760).default(24).describe('0: never'),
    keep: z.int().min(1).max(365).default(3),
  }),
  queue: z.strictObject({
    ageingMinutes: z
      .number()
      .min(0.1)
      .max(10_080)
      .default(10)
      .describe('a job that has got nothing for so long goes up by one priority'),
    strategy: z
      .enum(['dynamic', 'least-busy', 'round-robin'])
      .default('dynamic')
      .describe('who gets the next lease: the one that is through with it first, the least busy, or each in turn'),
  }),
  machines: z.strictObject({
    mappings: z.array(PathMapping).max(1_000).default([]).describe('where folders of this computer are at workers'),
    send: z.boolean().default(true).describe('send the files that a worker does not see itself'),
    heartbeatS: z.number().min(0.2).max(60).default(2),
    suspectedS: z.number().min(0.5).max(600).default(6).describe('after so long a silence a worker gets no leases'),
    lostS: z.number().min(1).max(3_600).default(10).describe('after so long a silence the link is given up'),
    graceS: z.number().min(0).max(3_600).default(20).describe('a lost worker may come back so long with what it has'),
    joinPort: z.int().min(1).max(65_535).default(7_462).describe('where workers dial in that were invited'),
  }),
  watch: z.strictObject({
    settleS: z.number().min(0.1).max(86_400).default(5).describe('a file is taken once it has not changed for so long'),
    lookEveryS: z.number().min(0.5).max(86_400).default(10),
  }),
});
export type Settings = z.infer<typeof Settings>;

type Bare<Field extends z.core.SomeType> = Field extends z.ZodDefault<infer Inner> | z.ZodOptional<infer Inner>
  ? Inner
  : Field;
type Changes<Shape extends z.core.$ZodShape> = {
  [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Bare<Shape[Name]>>>;
};

/** A part of which some are named. Their defaults are taken off: else whatever is not named would go back to its own. */
function changeOf<Shape extends z.core.$ZodShape>({ shape }: z.ZodObject<Shape>) {
  const fields = Object.entries(shape).map(([name, field]) => {
    const bare = field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : field;
    return [name, z.nullish(bare).describe(z.globalRegistry.get(field)?.description ?? '')];
  });
  return z.strictObject(Object.fromEntries(fields) as Changes<Shape>).optional();
}

/** Parts of the settings; what is not named stays, and what is null goes back to its default. */
export const SettingsChange = z.strictObject({
  runtimes: changeOf(Settings.shape.runtimes),
  cache: changeOf(Settings.shape.cache),
  alerts: changeOf(Settings.shape.alerts),
  disk: changeOf(Settings.shape.disk),
  backups: changeOf(Settings.shape.backups),
  queue: changeOf(Settings.shape.queue),
  machines: changeOf(Settings.shape.machines),
  watch: changeOf(Settings.shape.watch),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

export const DEFAULT_SETTINGS: Settings = Settings.parse({
  runtimes: {},
  cache: {},
  alerts: {},
  disk: {},
  backups: {},
  queue: {},
  machines: {},
  watch: {},
});
