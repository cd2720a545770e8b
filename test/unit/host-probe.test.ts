import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Prober } from '../../src-worker/host/probe.ts';
import { Roots } from '../../src-worker/host/roots.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CONTENT = Buffer.from('the content of a photo');
const PARTS = [
  { offset: 0, bytes: 4 },
  { offset: 10, bytes: 1_000 },
];
const DIGEST = createHash('sha256').update(CONTENT.subarray(0, 4)).update(CONTENT.subarray(10)).digest('hex');

async function proberIn(roots?: string[]) {
  return new Prober(await Roots.of(roots));
}
const ask = (paths: string[], sizeBytes = CONTENT.length) =>
  ({ kind: 'probe', probe: 3, paths, sizeBytes, parts: PARTS }) as const;

describe('a probe', () => {
  test('finds the first path with a file of that size, and hashes its parts', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'other.jpg'), 'shorter');
    writeFileSync(join(folder, 'a.jpg'), CONTENT);
    const prober = await proberIn();
    const paths = [join(folder, 'not-there.jpg'), join(folder, 'other.jpg'), folder, join(folder, 'a.jpg')];
    const found = { kind: 'probed', probe: 3, path: join(folder, 'a.jpg'), digest: DIGEST };
    expect(await prober.probe(ask(paths))).toEqual(found);
    expect(await prober.probe(ask([join(folder, 'a.jpg')]))).toEqual(found);
  });

  test.runIf(process.platform === 'linux')('finds a file whose name is no text', async () => {
    const folder = temporaryFolder();
    const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from('.jpg')]);
    writeFileSync(name, CONTENT);
    const path = `${folder}/\udcff.jpg`;
    expect(await (await proberIn([folder])).probe(ask([path]))).toMatchObject({ path, digest: DIGEST });
  });

  test('says why the first path is not it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.jpg'), CONTENT);
    const messageFor = async (path: string, sizeBytes?: number) =>
      (await (await proberIn()).probe(ask([path, '/nowhere'], sizeBytes))).message;
    expect(await messageFor(join(folder, 'x.jpg'))).toBe('There is nothing at that path.');
    expect(await messageFor(join(folder, 'a.jpg'), 5)).toBe(`There is a file of ${CONTENT.length} bytes, not of 5.`);
    expect(await messageFor(`${folder}/a\0.jpg`)).toContain('could not be read');
    if (process.platform !== 'win32') expect(await messageFor(folder)).toBe('There is something else than a file.');
  });

  test('tells nothing of what lies outside of the folders of the worker', async () => {
    const [inside, outside] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(outside, 'a.jpg'), CONTENT);
    mkdirSync(join(inside, 'sub'));
    symlinkSync(join(outside, 'a.jpg'), join(inside, 'sub', 'link.jpg'));
    const prober = await proberIn([inside]);
    for (const path of [join(outside, 'a.jpg'), join(inside, 'sub', 'link.jpg')]) {
      const probed = await prober.probe(ask([path]));
      expect(probed.digest).toBeUndefined();
      expect(probed.message).toContain('--root');
    }
  });

  test.skipIf(process.platform === 'win32')('does not wait at a pipe', async () => {
    const pipe = join(temporaryFolder(), 'pipe.jpg');
    execFileSync('mkfifo', [pipe]);
    expect((await (await proberIn()).probe(ask([pipe]))).message).toBe('There is something else than a file.');
  });

  test('is answered in time where the file system does not answer, and so are those behind it', async () => {
    const roots = await Roots.of(undefined);
    let asked = 0;
    const stuck = Object.create(roots, {
      allow: { value: () => ((asked += 1), new Promise<boolean>(() => undefined)) },
    }) as Roots;
    const prober = new Prober(stuck, 50);
    const answers = await Promise.all(Array.from({ length: 100 }, () => prober.probe(ask(['/x']))));
    expect(asked).toBe(2);
    const messages = answers.map(({ message }) => message);
    expect(messages.filter((message) => message === 'The folder does not answer.')).toHaveLength(66);
    expect(messages.filter((message) => message?.startsWith('The worker is looking at other files'))).toHaveLength(34);
  });

  test('one after another, each is answered', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.jpg'), CONTENT);
    const prober = await proberIn();
    const answers = await Promise.all(Array.from({ length: 40 }, () => prober.probe(ask([join(folder, 'a.jpg')]))));
    for (const { digest } of answers) expect(digest).toBe(DIGEST);
  });
});
