import type { z } from 'zod';
import { Settings, type SettingsChange } from '../../../../src-protocol/contract/settings.ts';
import { formatAmount, parseAmount, type Unit, UNITS } from '../../ui/amounts.ts';

export type SettingsPart = keyof Settings;

/** One number of the settings, in a person's words. */
export interface NumberSetting {
  readonly part: SettingsPart;
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly unit: Unit;
  /** What an empty field means; where it is left out, there has to be a number. */
  readonly whenEmpty?: string;
}

/** The settings of a part that are numbers; the others have controls of their own. */
type NumberKey<Part extends SettingsPart> = {
  [Key in keyof Settings[Part] & string]-?: Settings[Part][Key] extends number | undefined ? Key : never;
}[keyof Settings[Part] & string];

function of<Part extends SettingsPart>(
  part: Part,
  settings: Readonly<Record<NumberKey<Part>, readonly [label: string, hint: string, unit: Unit, whenEmpty?: string]>>,
): readonly NumberSetting[] {
  return Object.entries<readonly [string, string, Unit, string?]>(settings).map(
    ([key, [label, hint, unit, whenEmpty]]) => ({
      part,
      key,
      label,
      hint,
      unit,
      ...(whenEmpty !== undefined && { whenEmpty }),
    }),
  );
}

/** All numbers of the settings by their part, in the order in which they are shown. */
export const NUMBER_SETTINGS: Readonly<Record<SettingsPart, readonly NumberSetting[]>> = {
  runtimes: of('runtimes', {
    leaveCores: [
      'Cores left free',
      'For you, while files are read. 0 where this computer does nothing else.',
      UNITS.none,
    ],
    slots: ['Files at the same time', 'On this computer.', UNITS.none, 'one for each core'],
    min: ['Fewest workers', 'Processes that are kept when there is nothing to do.', UNITS.none],
    max: ['Most workers', 'Processes when there is much to do.', UNITS.none, 'as suits the slots'],
    memoryLimitBytes: ['Memory of a worker', 'One that has more is replaced between two files.', UNITS.gigabytes],
  }),
  cache: of('cache', {
    maxBytes: ['Size', 'When it is full, what was not used for the longest time goes first.', UNITS.gigabytes],
    maxAgeDays: ['Kept for', 'After it was read.', UNITS.days],
  }),
  alerts: of('alerts', {
    failureRate: ['Many failures', 'When more of a job’s last files failed.', UNITS.percent],
    runtimeMemoryBytes: ['Much memory', 'When a worker has more.', UNITS.gigabytes],
    stalledFileS: ['A slow file', 'When one file takes longer.', UNITS.seconds],
    queueGrowingMinutes: ['A growing queue', 'When more comes in than is done, for so long.', UNITS.minutes],
  }),
  disk: of('disk', {
    pauseBelowBytes: ['Wait below', 'Jobs wait while less is free where the data is kept.', UNITS.gigabytes],
    resumeAboveBytes: ['Go on above', 'They go on once so much is free again.', UNITS.gigabytes],
  }),
  backups: of('backups', {
    everyHours: ['Every', 'A copy of the database. 0 means never.', UNITS.hours],
    keep: ['Kept', 'Backups; the oldest goes for a new one.', UNITS.none],
  }),
  queue: of('queue', {
    ageingMinutes: [
      'Waiting longest',
      'A job that has got nothing for so long goes up by one priority.',
      UNITS.minutes,
    ],
  }),
  machines: of('machines', {
    heartbeatS: ['A sign of life every', 'That this computer and the others give each other.', UNITS.seconds],
    suspectedS: [
      'Suspected after',
      'One that is silent for so long gets no more files until it answers.',
      UNITS.seconds,
    ],
    lostS: ['Lost after', 'After so long a silence the link is given up, and made anew.', UNITS.seconds],
    graceS: [
      'Time to come back',
      'So long a lost computer may still bring what it has read; then others read it.',
      UNITS.seconds,
    ],
    joinPort: ['Port for invited computers', 'Where those come in that dial this one.', UNITS.none],
  }),
  watch: of('watch', {
    settleS: ['Settled after', 'A file is read once it has not changed for so long.', UNITS.seconds],
    lookEveryS: ['Look every', 'How often the folders are looked through.', UNITS.seconds],
  }),
};

/** What a setting is now; undefined where it is left to the program. */
export function valueOf(settings: Settings, { part, key }: NumberSetting): number | undefined {
  const values: Readonly<Record<string, unknown>> = settings[part];
  const value = values[key];
  return typeof value === 'number' ? value : undefined;
}

export function textOf(value: number | undefined, { unit }: NumberSetting): string {
  return value === undefined ? '' : formatAmount(value, unit);
}

export type Checked =
  { readonly ok: true; readonly value: number | undefined } | { readonly ok: false; readonly error: string };

/** What was written in the field of a setting, by the rules of the contract. */
export function checkText(text: string, setting: NumberSetting): Checked {
  if (text.trim() === '' && setting.whenEmpty !== undefined) return { ok: true, value: undefined };
  const value = parseAmount(text, setting.unit);
  if (value === undefined) return { ok: false, error: 'Write a number.' };
  const [issue] = schemaOf(setting).safeParse(value).error?.issues ?? [];
  return issue === undefined ? { ok: true, value } : { ok: false, error: inWords(issue, setting.unit) };
}

function schemaOf({ part, key }: NumberSetting): z.ZodType {
  const shape: Readonly<Record<string, z.ZodType>> = Settings.shape[part].shape;
  const schema = shape[key];
  if (schema === undefined) throw new Error(`The settings have no ${part}.${key}.`);
  return schema;
}

function inWords(issue: z.core.$ZodIssue, unit: Unit): string {
  const amount = (value: number | bigint) => `${formatAmount(Number(value), unit)} ${unit.text}`.trim();
  if (issue.code === 'too_small') return `It cannot be less than ${amount(issue.minimum)}.`;
  if (issue.code === 'too_big') return `It cannot be more than ${amount(issue.maximum)}.`;
  return 'Write a whole number.';
}

/** The change that gives settings these values; undefined leaves one to the program. */
export function changeOf(values: readonly (readonly [NumberSetting, number | undefined])[]): SettingsChange {
  const parts: Record<string, Record<string, number | null>> = {};
  for (const [{ part, key }, value] of values) parts[part] = { ...parts[part], [key]: value ?? null };
  return parts;
}

/** The change that gives them back what they came with, which is not the same on a server as in the window. */
export function resetOf(settings: readonly NumberSetting[]): SettingsChange {
  return changeOf(settings.map((setting) => [setting, undefined]));
}
