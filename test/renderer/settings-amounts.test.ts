import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, Settings, SettingsChange } from '../../src-protocol/contract/settings.ts';
import { formatAmount, parseAmount, UNITS } from '../../src-renderer/src/ui/amounts.ts';
import {
  changeOf,
  checkText,
  NUMBER_SETTINGS,
  textOf,
  valueOf,
} from '../../src-renderer/src/features/settings/number-settings.ts';

const every = Object.values(NUMBER_SETTINGS).flat();

function settingOf(key: string) {
  const found = every.find((setting) => setting.key === key);
  if (found === undefined) throw new Error(`There is no field for ${key}.`);
  return found;
}

describe('an amount in a field', () => {
  test.each([
    [20_000_000_000, UNITS.gigabytes, '20'],
    [500_000_000, UNITS.gigabytes, '0.5'],
    [0.05, UNITS.percent, '5'],
    [0.07, UNITS.percent, '7'],
    [365, UNITS.days, '365'],
  ])('%d is written as %j, %s, and read again as the same', (value, unit, text) => {
    expect(formatAmount(value, unit, '.')).toBe(text);
    expect(parseAmount(text, unit, '.')).toBe(value);
  });

  test('is read as the country writes it', () => {
    expect(formatAmount(1_500_000_000, UNITS.gigabytes, ',')).toBe('1,5');
    expect(parseAmount('1,5', UNITS.gigabytes, ',')).toBe(1_500_000_000);
    expect(parseAmount('1.500', UNITS.none, ',')).toBe(1_500);
    expect(parseAmount('1,500', UNITS.none, '.')).toBe(1_500);
    expect(parseAmount('12 000', UNITS.none, '.')).toBe(12_000);
  });

  test.each(['', 'ten', '1,5', '1.2.3', '0x10', '1e3', 'Infinity'])('%j is no number', (text) => {
    expect(parseAmount(text, UNITS.none, '.')).toBeUndefined();
  });
});

describe('the fields of the settings', () => {
  test('are all numbers that the contract has, each once', () => {
    const asked = Object.entries(Settings.shape).flatMap(([part, { shape }]) =>
      Object.keys(shape).map((key) => `${part}.${key}`),
    );
    const others = ['machines.mappings', 'machines.send', 'queue.strategy']; // these have controls of their own
    expect([...every.map(({ part, key }) => `${part}.${key}`), ...others].toSorted()).toEqual(asked.toSorted());
  });

  test('take the defaults as they write them', () => {
    for (const setting of every) {
      const value = valueOf(DEFAULT_SETTINGS, setting);
      expect(checkText(textOf(value, setting), setting)).toEqual({ ok: true, value });
    }
  });

  test('say what is wrong in the unit that is written', () => {
    expect(checkText('0.05', settingOf('memoryLimitBytes'))).toEqual({
      ok: false,
      error: 'It cannot be less than 0.1 GB.',
    });
    expect(checkText('101', settingOf('failureRate'))).toEqual({ ok: false, error: 'It cannot be more than 100 %.' });
    expect(checkText('1.5', settingOf('keep'))).toEqual({ ok: false, error: 'Write a whole number.' });
    expect(checkText('', settingOf('keep'))).toEqual({ ok: false, error: 'Write a number.' });
  });

  test('read the limits of the cache, and refuse those with which it could keep nothing', () => {
    expect(checkText('1.5', settingOf('maxBytes'))).toEqual({ ok: true, value: 1_500_000_000 });
    expect(checkText(' 1,500 ', settingOf('maxAgeDays'))).toEqual({ ok: true, value: 1_500 });
    expect(checkText('0', settingOf('maxBytes'))).toEqual({ ok: false, error: 'It cannot be less than 0.1 GB.' });
    expect(checkText('0', settingOf('maxAgeDays'))).toEqual({ ok: false, error: 'It cannot be less than 0.1 days.' });
    expect(checkText('-1', settingOf('maxAgeDays')).ok).toBe(false);
    for (const text of ['', 'year']) expect(checkText(text, settingOf('maxAgeDays')).ok).toBe(false);
  });

  test('may be empty where the program chooses by itself', () => {
    expect(checkText(' ', settingOf('slots'))).toEqual({ ok: true, value: undefined });
  });

  test('change nothing but themselves', () => {
    const change = changeOf([
      [settingOf('slots'), 3],
      [settingOf('leaveCores'), 2],
      [settingOf('keep'), 5],
    ]);
    expect(change).toEqual({ runtimes: { slots: 3, leaveCores: 2 }, backups: { keep: 5 } });
    expect(SettingsChange.parse(change)).toEqual(change);
  });

  test('are left to the program by null, as undefined is lost on the way', () => {
    expect(changeOf([[settingOf('slots'), undefined]])).toEqual({ runtimes: { slots: null } });
  });
});
