import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultDataFolder } from '../../src-main/config/data-folder.ts';

const HOME = join('/home', 'ada');

describe('the data folder', () => {
  test.each([
    { platform: 'linux', environment: {}, folder: join(HOME, '.local', 'share', 'metaextract') },
    { platform: 'linux', environment: { XDG_DATA_HOME: '/data' }, folder: join('/data', 'metaextract') },
    { platform: 'linux', environment: { XDG_DATA_HOME: '' }, folder: join(HOME, '.local', 'share', 'metaextract') },
    { platform: 'freebsd', environment: {}, folder: join(HOME, '.local', 'share', 'metaextract') },
    {
      platform: 'darwin',
      environment: { XDG_DATA_HOME: '/data' },
      folder: join(HOME, 'Library', 'Application Support', 'MetaExtract'),
    },
    { platform: 'win32', environment: { LOCALAPPDATA: '/local' }, folder: join('/local', 'MetaExtract') },
    { platform: 'win32', environment: {}, folder: join(HOME, 'AppData', 'Local', 'MetaExtract') },
  ] as const)('on $platform with $environment is $folder', ({ platform, environment, folder }) => {
    expect(defaultDataFolder(platform, environment, HOME)).toBe(folder);
  });

  test.each(['linux', 'darwin', 'win32'] as const)('on %s is the one that METAEXTRACT_DATA_DIR names', (platform) => {
    expect(
      defaultDataFolder(platform, { METAEXTRACT_DATA_DIR: '/mine', XDG_DATA_HOME: '/x', LOCALAPPDATA: '/y' }, HOME),
    ).toBe('/mine');
    expect(defaultDataFolder(platform, { METAEXTRACT_DATA_DIR: '' }, HOME)).not.toBe('');
  });
});
