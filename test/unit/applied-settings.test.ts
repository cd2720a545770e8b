import { expect, test } from 'vitest';
import { SettingsFile } from '../../src-main/config/settings-file.ts';
import type { QueueSettings } from '../../src-main/coordinator/queue-settings.ts';
import { AppliedSettings } from '../../src-main/service/applied-settings.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Workers and a coordinator that note what is set. */
function applied() {
  const settings = new SettingsFile(temporaryFolder(), { runtimes: { slots: 4, max: 4 } });
  const layouts: (readonly number[])[] = [];
  const ageings: (number | undefined)[] = [];
  const strategies: (string | undefined)[] = [];
  const workers = {
    layout: [1, 1, 1, 1],
    setLayout: (layout: readonly number[]) => layouts.push(layout),
    setMemoryLimit: () => undefined,
  };
  const coordinator = {
    configure: ({ ageingMs, strategy }: Partial<QueueSettings>) => {
      ageings.push(ageingMs);
      strategies.push(strategy);
    },
  };
  return { settings, layouts, ageings, strategies, applied: new AppliedSettings(settings, coordinator, workers) };
}

test('settings of the queue take effect at the start and with each change, and leave the runtimes alone', () => {
  const { settings, layouts, ageings, strategies } = applied();
  settings.change({ queue: { ageingMinutes: 3, strategy: 'round-robin' } });
  expect(ageings.slice(1)).toEqual([180_000]);
  expect(ageings).toHaveLength(2);
  expect(strategies).toEqual(['dynamic', 'round-robin']);
  expect(layouts).toEqual([]);
});

test('a scale sets the layout once, and also where it is the same, so that drained runtimes come back', () => {
  const { settings, layouts, applied: under } = applied();
  under.setScale({ minRuntimes: 1, maxRuntimes: 2 });
  expect(layouts).toEqual([[2, 2]]);
  expect(settings.get().runtimes).toMatchObject({ min: 1, max: 2 });
  under.setScale({ minRuntimes: 1, maxRuntimes: 2 });
  expect(layouts).toEqual([
    [2, 2],
    [2, 2],
  ]);
});

test('nothing takes effect any more once it has ended', () => {
  const { settings, layouts, applied: under } = applied();
  under[Symbol.dispose]();
  settings.change({ runtimes: { max: 1 } });
  expect(layouts).toEqual([]);
});
