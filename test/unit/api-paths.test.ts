import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browseFolder } from '../../src-main/api/auth/browse-folder.ts';
import { PathGuard } from '../../src-main/api/auth/path-guard.ts';
import { systemRoots } from '../../src-main/api/auth/system-roots.ts';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import { ask, serve } from './fakes/api-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder that may be read, `root`, and one beside it that may not, with links between them. */
function twoFolders(): { readonly root: string; readonly outside: string } {
  const folder = realpathSync(temporaryFolder());
  const root = join(folder, 'root');
  const outside = join(folder, 'rooted'); // begins like the root, and is none of it
  mkdirSync(join(root, 'sub', 'deep'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(root, 'sub', 'a.jpg'), 'abc');
  writeFileSync(join(outside, 'secret.jpg'), 'secret');
  symlinkSync(outside, join(root, 'out'), 'junction');
  symlinkSync(join(root, 'sub'), join(root, 'in'), 'junction');
  symlinkSync(join(folder, 'nowhere'), join(root, 'dangling'), 'junction');
  return { root, outside };
}

describe('paths that may be read', () => {
  test('what lies in a root, exists or not, and globs that begin there', async () => {
    const { root } = twoFolders();
    const guard = new PathGuard([join(root, 'elsewhere'), root]);
    const paths = ['', 'sub', 'sub/a.jpg', 'not/yet', 'in/a.jpg', '*.jpg', 'sub/**/*.{jpg,png}', '[ab]/c', 'sub/a*'];
    for (const path of paths) expect(await guard.allows(join(root, path)), path).toBe(true);
  });

  test.each([
    ['a neighbour whose name begins alike', ({ outside }: Folders) => outside],
    ['the folder above', ({ root }: Folders) => parse(root).dir],
    ['the root of the disk', ({ root }: Folders) => parse(root).root],
    ['what a link leads to', ({ root }: Folders) => join(root, 'out', 'secret.jpg')],
    ['what a link would lead to', ({ root }: Folders) => join(root, 'out', 'not', 'yet')],
    ['a link to what is not there yet', ({ root }: Folders) => join(root, 'dangling')],
    ['below such a link', ({ root }: Folders) => join(root, 'dangling', 'a')],
    ['a way out', ({ root }: Folders) => `${root}/../rooted/secret.jpg`],
    ['a way out and in', ({ root }: Folders) => `${root}/../root/sub`],
    ['a way out behind a link', ({ root }: Folders) => `${root}/out/../root`],
    ['a glob that begins outside', ({ outside }: Folders) => join(outside, '*.jpg')],
    ['a glob behind a link', ({ root }: Folders) => join(root, 'out', '*.jpg')],
    ['a glob that leads out', ({ root }: Folders) => `${root}/*/../../rooted/*.jpg`],
    ['a glob over several roots', ({ root }: Folders) => `${parse(root).dir}/{root,rooted}/*.jpg`],
    ['no absolute path', () => 'sub/a.jpg'],
    ['a NUL', ({ root }: Folders) => `${root}/a\0b`],
  ])('not %s', async (_name, path) => {
    const folders = twoFolders();
    expect(await new PathGuard([folders.root]).allows(path(folders))).toBe(false);
  });

  test('a root may be a link itself', async () => {
    const { root } = twoFolders();
    const guard = new PathGuard([join(root, 'in')]);
    expect(await guard.allows(join(root, 'in', 'a.jpg'))).toBe(true);
    expect(await guard.allows(join(root, 'sub', 'a.jpg'))).toBe(true);
    expect(await guard.allows(root)).toBe(false);
  });

  test('without roots everything may, if it is an absolute path', async () => {
    const { outside } = twoFolders();
    const guard = new PathGuard(null);
    expect(await guard.allows(join(outside, 'secret.jpg'))).toBe(true);
    expect(await guard.allows('secret.jpg')).toBe(false);
  });
});

describe('a job', () => {
  test('is refused for one source of many that lies outside, and for following links', async () => {
    const { root, outside } = twoFolders();
    const guard = new PathGuard([root]);
    const sources = Array.from({ length: 100 }, (_, at) => join(root, at.toString()));
    const request = JobRequest.parse({ sources });
    await guard.checkRequest(request);
    const refused = { code: 'NOT_ALLOWED_PATH' };
    await expect(guard.checkRequest({ ...request, sources: [...sources, outside] })).rejects.toMatchObject(refused);
    await expect(guard.checkRequest({ ...request, followSymlinks: true })).rejects.toMatchObject(refused);
    await expect(guard.checkRequest({ ...request, sources: ['a'] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const assignments = [{ folder: 'a', workers: { names: ['attic'], labels: [] } }];
    await expect(guard.checkRequest({ ...request, assignments })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await new PathGuard(null).checkRequest({ ...request, sources: [outside], followSymlinks: true });
  });
});

describe('the places where all files are', () => {
  test('are the drives of Windows that are there, but for one that does not answer', async () => {
    const look = (drive: string) => {
      if (drive === 'Z:\\') return new Promise(() => undefined);
      return 'CD'.includes(drive.charAt(0)) ? Promise.resolve() : Promise.reject(new Error('ENOENT'));
    };
    expect(await systemRoots('win32', look)).toEqual(['C:\\', 'D:\\']);
    expect(await systemRoots('linux')).toEqual(['/']);
  });
});

type Folders = ReturnType<typeof twoFolders>;

describe('looking into folders', () => {
  test('folders come first, and a link is what it leads to, where that may be read', async () => {
    const { root } = twoFolders();
    writeFileSync(join(root, 'b.jpg'), 'abcd');
    const { entries, complete, path } = await browseFolder(new PathGuard([root]), root);
    expect({ complete, path }).toEqual({ complete: true, path: root });
    expect(entries.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
      ['in', 'folder', undefined],
      ['sub', 'folder', undefined],
      ['b.jpg', 'file', 4],
      ['dangling', 'other', undefined],
      ['out', 'other', undefined],
    ]);
  });

  test('without a path it is the roots', async () => {
    const { root } = twoFolders();
    expect((await browseFolder(new PathGuard([root]), undefined)).entries).toMatchObject([
      { name: 'root', path: root, kind: 'folder' },
    ]);
    const everywhere = await browseFolder(new PathGuard(null), undefined);
    expect(everywhere.entries.map(({ path }) => path)).toContain(parse(root).root);
  });

  test('a folder outside, a missing one and a file are refused, over HTTP too', async () => {
    const { root, outside } = twoFolders();
    const server = await serve({ roots: [root] });
    const browse = (path: string) => ask(server, `/api/v1/data/folders?path=${encodeURIComponent(path)}`);
    expect(await browse(outside)).toMatchObject({ status: 403, json: { code: 'not-allowed-path' } });
    expect(await browse(join(root, 'out'))).toMatchObject({ status: 403 });
    expect(await browse(join(root, 'missing'))).toMatchObject({ status: 404 });
    expect(await browse(join(root, 'sub', 'a.jpg'))).toMatchObject({ status: 404 });
    expect(await browse(join(root, 'sub'))).toMatchObject({ status: 200, json: { complete: true } });
  });

  test.skipIf(process.platform !== 'linux')('a name that is not UTF-8 can be shown and opened again', async () => {
    const { root } = twoFolders();
    const folder = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]);
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from('/x')]), '');
    const guard = new PathGuard([root]);
    const entry = (await browseFolder(guard, root)).entries.find(({ name }) => name === 'caf\ufffd');
    expect(entry?.path).toBe(joinPath(root, 'caf\udce9'));
    expect((await browseFolder(guard, entry?.path)).entries).toMatchObject([{ name: 'x' }]);
  });

  test('of a very large folder a part is given, and said to be one', async () => {
    const { root } = twoFolders();
    const large = join(root, 'large');
    mkdirSync(large);
    for (let i = 0; i < 10_001; i += 1) writeFileSync(join(large, i.toString()), '');
    const { entries, complete } = await browseFolder(new PathGuard([root]), large);
    expect(entries).toHaveLength(10_000);
    expect(complete).toBe(false);
  });
});
