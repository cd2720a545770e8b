import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../src-main/cli/program.ts';
import { isCommand, namedSources, readCommandLine } from '../../src-main/shell/command-line.ts';
import { DesktopState } from '../../src-main/shell/desktop-state.ts';
import { PageRequests } from '../../src-main/shell/page-requests.ts';
import { isProgram } from '../../src-main/shell/program-name.ts';
import { placeOnDisplays } from '../../src-main/shell/window-place.ts';
import type { DesktopRequest } from '../../src-protocol/desktop/desktop-bridge.ts';
import { temporaryFolder } from './temporary-folder.ts';

const names = () => Promise.resolve(createProgram(() => undefined).commands.map((command) => command.name()));

describe('the command line of the desktop program', () => {
  test('is told apart into switches, the data folder and the rest', () => {
    expect(readCommandLine(['--no-sandbox', '--data-dir', '/data', 'a.jpg', '--data-dir', 'x'])).toEqual({
      switches: ['--no-sandbox'],
      dataDir: '/data',
      rest: ['a.jpg', '--data-dir', 'x'],
    });
    expect(readCommandLine(['--data-dir=/data'])).toEqual({ switches: [], dataDir: '/data', rest: [] });
    expect(readCommandLine(['--no-sandbox', '--version'])).toMatchObject({ rest: ['--version'] });
  });

  test('is a command where it names one, or what is neither one nor a file', async () => {
    for (const first of ['extract', 'serve', 'jobs', '--version', '--help', 'extrakt'])
      expect(await isCommand([first, 'x'], names), first).toBe(true);
    for (const rest of [[], [import.meta.filename], ['src-main'], ['/no/such/file'], ['Photos']])
      expect(await isCommand(rest, names), rest.join()).toBe(false);
  });

  test('gives the files and folders that are there as absolute paths', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'photos'));
    mkdirSync(join(folder, 'ä b'));
    const named = ['photos', 'gone', folder, pathToFileURL(join(folder, 'ä b')).href, 'file://%'];
    expect(namedSources(named, folder)).toEqual([join(folder, 'photos'), folder, join(folder, 'ä b')]);
  });
});

describe('the place of the window', () => {
  const display = { x: 0, y: 24, width: 1_920, height: 1_056 };
  const right = { x: 1_920, y: 0, width: 1_280, height: 1_024 };
  const place = { x: 100, y: 80, width: 900, height: 600, isMaximized: false };

  test('is kept where a display shows its upper edge', () => {
    expect(placeOnDisplays(place, [display])).toEqual(place);
    expect(placeOnDisplays({ ...place, x: 2_000 }, [display, right])).toMatchObject({ x: 2_000 });
    expect(placeOnDisplays({ ...place, x: -700 }, [display])).toMatchObject({ x: -700 });
  });

  test('is given up where no display shows enough of it', () => {
    expect(placeOnDisplays({ ...place, x: 2_000 }, [display])).toBeUndefined(); // a display was unplugged
    expect(placeOnDisplays({ ...place, x: -850 }, [display])).toBeUndefined();
    expect(placeOnDisplays({ ...place, y: 0 }, [display])).toBeUndefined();
    expect(placeOnDisplays({ ...place, y: 1_070 }, [display])).toBeUndefined();
    expect(placeOnDisplays(place, [])).toBeUndefined();
  });

  test('is made to fit a smaller display', () => {
    expect(placeOnDisplays({ ...place, width: 4_000, height: 3_000 }, [display])).toMatchObject({
      width: 1_920,
      height: 1_056,
    });
  });
});

describe('the state that the window keeps', () => {
  const window = { x: 1, y: 2, width: 3, height: 4, isMaximized: true };

  test('is there again at the next start', () => {
    const folder = temporaryFolder();
    const state = new DesktopState(folder);
    expect(state.kept).toEqual({ theme: 'system' });
    state.change({ window });
    state.change({ theme: 'dark' });
    expect(new DesktopState(folder).kept).toEqual({ theme: 'dark', window });
  });

  test('costs nothing where it cannot be read or written', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'desktop.json'), JSON.stringify({ theme: 'dark', window: { x: 'left' } }));
    expect(new DesktopState(folder).kept).toEqual({ theme: 'dark' });
    writeFileSync(join(folder, 'desktop.json'), '{');
    const state = new DesktopState(folder);
    expect(state.kept).toEqual({ theme: 'system' });
    mkdirSync(join(folder, 'desktop.json.part'));
    state.change({ theme: 'light' });
    expect(state.kept).toEqual({ theme: 'light' });
    expect(readFileSync(join(folder, 'desktop.json'), 'utf8')).toBe('{');
  });
});

describe('requests to the page', () => {
  test('wait for it, in their order, and also for the next page after a reload', () => {
    const requests = new PageRequests();
    const heard: number[] = [];
    const listener = (request: DesktopRequest) => {
      if (request.kind === 'show-job') heard.push(request.jobId);
    };
    requests.send({ kind: 'show-job', jobId: 1 });
    requests.send({ kind: 'show-job', jobId: 2 });
    requests.listen(listener);
    requests.send({ kind: 'show-job', jobId: 3 });
    requests.stopListening();
    requests.send({ kind: 'show-job', jobId: 4 });
    expect(heard).toEqual([1, 2, 3]);
    requests.listen(listener);
    expect(heard).toEqual([1, 2, 3, 4]);
  });
});

test('what would run when it is opened counts as a program, however it is written', () => {
  for (const name of ['a.exe', 'A.EXE', 'photo.jpg.lnk', 'x.desktop', 'x.bat. .', '/a/b.command', 'x.JAR'])
    expect(isProgram(name), name).toBe(true);
  for (const name of ['a.jpg', 'exe', 'a.exe.png', 'report.pdf', '.bat/photo.tiff', 'film.mov'])
    expect(isProgram(name), name).toBe(false);
});
