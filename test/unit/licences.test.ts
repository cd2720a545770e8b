import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shippedPackages } from '../../src-main/api/system/shipped-packages.ts';
import { writeLicences } from '../../scripts/licences.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');

test('all that is shipped is written down with its licence: what it needs to run, what the page is made of, and the fonts', async () => {
  const file = join(temporaryFolder(), 'licences.json');
  writeLicences(ROOT, file);
  const packages = await shippedPackages(file);
  const names = packages.map(({ name }) => name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [
    ...Object.keys(dependencies),
    'Electron',
    'ExifTool',
    'Inter',
    'batch-cluster',
    'react',
    'scheduler',
  ])
    expect(names).toContain(name);
  for (const name of ['vitest', 'typescript', 'eslint', 'node']) expect(names).not.toContain(name);
  for (const { name, version, licence } of packages) {
    expect(version, name).toMatch(/^\d+\.\d+/);
    expect(licence, name).not.toBe('');
  }
  const withText = packages.filter(({ text }) => text.length > 200);
  expect(withText.length / packages.length).toBeGreaterThan(0.95);
});

test('without what the build has written down, nothing is', async () => {
  expect(await shippedPackages(join(temporaryFolder(), 'licences.json'))).toEqual([]);
});
