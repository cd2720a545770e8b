import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SettingsChange } from '../../src-protocol/contract/settings.ts';
import { Settings } from '../../src-protocol/contract/settings.ts';

export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
}

export type SettingsListener = (settings: Settings) => void;

/** The settings of a data folder, in `settings.json`: only what differs from the defaults need stand there. */
export class SettingsFile {
  readonly #file: string;
  readonly #listeners = new Set<SettingsListener>();
  readonly #defaults: object;
  /** What stands in the file. */
  #named: object;
  #settings: Settings;

  /** `defaults` are for what nobody has set here. Throws a SettingsFault that names every wrong setting. */
  constructor(dataFolder: string, defaults: SettingsChange = {}) {
    this.#file = join(dataFolder, 'settings.json');
    this.#defaults = merge(EMPTY_PARTS, defaults);
    this.#named = existsSync(this.#file) ? readSettings(this.#file) : {};
    this.#settings = check(merge(this.#defaults, this.#named), this.#file);
  }

  get(): Settings {
    return this.#settings;
  }

  /** Changes what is named and keeps it; whoever listens is told. Throws a SettingsFault where the whole is wrong then. */
  change(change: SettingsChange): Settings {
    const named = withoutNulls(merge(this.#named, change));
    const changed = check(merge(this.#defaults, named), this.#file);
    const part = `${this.#file}.part`;
    writeFileSync(part, `${JSON.stringify(named, null, 2)}\n`);
    renameSync(part, this.#file); // a crash leaves the old settings or the new ones
    this.#named = named;
    this.#settings = changed;
    for (const listener of this.#listeners) listener(changed);
    return changed;
  }

  onChange(listener: SettingsListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}

const EMPTY_PARTS = Object.fromEntries(Object.keys(Settings.shape).map((part) => [part, {}]));

function readSettings(file: string): object {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SettingsFault(`The settings in ${file} cannot be read: ${String(error)}. Correct the file or remove it.`);
  }
  if (isObject(json)) return json;
  throw new SettingsFault(`The settings in ${file} are no JSON object. Correct the file or remove it.`);
}

/** Takes over what is named of each part; what is no part is taken as it is, and found to be wrong by the schema. */
function merge(settings: object, change: object): Record<string, unknown> {
  const before: Record<string, unknown> = { ...settings };
  for (const [part, values] of Object.entries(change)) {
    const known = before[part];
    before[part] = isObject(known) && isObject(values) ? { ...known, ...values } : values;
  }
  return before;
}

/** What is null is named no more. */
function withoutNulls(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([part, values]) => [
      part,
      isObject(values) ? Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) : values,
    ]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function check(settings: unknown, file: string): Settings {
  const parsed = Settings.safeParse(settings);
  if (parsed.success) return Object.freeze(parsed.data);
  throw new SettingsFault(`The settings in ${file} are wrong:\n${z.prettifyError(parsed.error)}`);
}
