import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openBrowser } from '../../src-main/api/open-browser.ts';

// The opener is looked up on the PATH on Linux and macOS only.
describe.skipIf(process.platform === 'win32')('opening the browser', () => {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'metaextract-opener-'));
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  test('the opener gets the address as one argument, whatever a shell would make of it', async () => {
    const seen = join(folder, 'seen');
    await writeFile(
      join(folder, opener),
      `#!/bin/sh\nprintf '%s|' "$@" > '${seen}.part' && mv '${seen}.part' '${seen}'\n`,
    );
    await chmod(join(folder, opener), 0o755);
    const url = 'http://127.0.0.1:4567/?a=1&b=$(touch%20x);c';
    expect(await openBrowser(url)).toBe(true);
    await vi.waitFor(async () => {
      expect(await readFile(seen, 'utf8')).toBe(`${url}|`);
    });
  });

  test('a computer without an opener is no error', async () => {
    vi.stubEnv('PATH', folder);
    expect(await openBrowser('http://127.0.0.1:4567/')).toBe(false);
  });

  test('only web addresses are opened', async () => {
    expect(await openBrowser('file:///etc/passwd')).toBe(false);
  });
});
