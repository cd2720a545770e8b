import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SettingsFile } from '../../src-main/config/settings-file.ts';
import { DEFAULT_SETTINGS, type Settings, SettingsChange } from '../../src-protocol/contract/settings.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the settings of a data folder', () => {
  test('are the defaults where nothing is set', () => {
    expect(new SettingsFile(temporaryFolder()).get()).toEqual(DEFAULT_SETTINGS);
  });

  test('are kept when they are changed, and the others stay', () => {
    const folder = temporaryFolder();
    const settings = new SettingsFile(folder);
    const told: Settings[] = [];
    const listening = settings.onChange((changed) => told.push(changed));
    const changed = settings.change({ cache: { maxAgeDays: 7 } });
    expect(changed.cache).toEqual({ ...DEFAULT_SETTINGS.cache, maxAgeDays: 7 });
    expect(told).toEqual([changed]);
    listening[Symbol.dispose]();
    settings.change({ runtimes: { slots: 3 } });
    expect(told).toHaveLength(1);
    expect(new SettingsFile(folder).get()).toEqual({
      ...DEFAULT_SETTINGS,
      cache: { ...DEFAULT_SETTINGS.cache, maxAgeDays: 7 },
      runtimes: { ...DEFAULT_SETTINGS.runtimes, slots: 3 },
    });
  });

  test('need only name what differs', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'settings.json'), '{"alerts": {"stalledFileS": 5}}');
    expect(new SettingsFile(folder).get()).toEqual({
      ...DEFAULT_SETTINGS,
      alerts: { ...DEFAULT_SETTINGS.alerts, stalledFileS: 5 },
    });
  });

  test('that are changed to null go back to their defaults, those of the process where it has them', () => {
    const folder = temporaryFolder();
    const server = new SettingsFile(folder, { runtimes: { leaveCores: 0 } });
    server.change({ runtimes: { leaveCores: 2, slots: 3, min: 1 } });
    const { runtimes } = server.change(SettingsChange.parse({ runtimes: { leaveCores: null, slots: null } }));
    expect(runtimes).toEqual({ ...DEFAULT_SETTINGS.runtimes, leaveCores: 0, min: 1 });
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({ runtimes: { min: 1 } });
  });

  test('keep what a change that came over the contract does not name', () => {
    const settings = new SettingsFile(temporaryFolder());
    settings.change(SettingsChange.parse({ runtimes: { leaveCores: 4 } }));
    settings.change(SettingsChange.parse({ runtimes: { slots: 3 } }));
    expect(settings.get().runtimes).toMatchObject({ leaveCores: 4, slots: 3 });
  });

  test('that the process has by itself are never written: another process has its own', () => {
    const folder = temporaryFolder();
    const server = new SettingsFile(folder, { runtimes: { leaveCores: 0 } });
    expect(server.get().runtimes.leaveCores).toBe(0);
    expect(server.change({ runtimes: { slots: 3 } }).runtimes).toMatchObject({ leaveCores: 0, slots: 3 });
    server.change({ backups: { keep: 9 } });
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({
      runtimes: { slots: 3 },
      backups: { keep: 9 },
    });
    expect(new SettingsFile(folder).get().runtimes.leaveCores).toBe(DEFAULT_SETTINGS.runtimes.leaveCores);
    server.change({ runtimes: { leaveCores: 2 } });
    expect(new SettingsFile(folder).get().runtimes).toMatchObject({ leaveCores: 2, slots: 3 });
  });

  test('that are wrong are refused with all that is wrong, and the file is named', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{"cache": {"maxBytes": -1}, "disk": {"pauseBelowBytes": "much"}, "speed": 9}');
    const open = () => new SettingsFile(folder);
    for (const words of [file, 'cache.maxBytes', 'disk.pauseBelowBytes', 'speed']) expect(open).toThrow(words);
    writeFileSync(file, '{"cache"');
    expect(open).toThrow('Correct the file or remove it.');
  });

  test('that would let the cache keep nothing are refused', () => {
    const settings = new SettingsFile(temporaryFolder());
    expect(() => settings.change({ cache: { maxBytes: 0 } })).toThrow('cache.maxBytes');
    expect(() => settings.change({ cache: { maxAgeDays: 0 } })).toThrow('cache.maxAgeDays');
    expect(settings.change({ cache: { maxBytes: 1e8, maxAgeDays: 0.1 } }).cache).toEqual({
      maxBytes: 1e8,
      maxAgeDays: 0.1,
    });
  });

  test('stay as they are where a change would make them wrong', () => {
    const folder = temporaryFolder();
    const settings = new SettingsFile(folder);
    settings.change({ backups: { keep: 9 } });
    const before = readFileSync(join(folder, 'settings.json'), 'utf8');
    expect(() => settings.change({ backups: { keep: 0 } })).toThrow('backups.keep');
    expect(settings.get().backups.keep).toBe(9);
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe(before);
  });
});
