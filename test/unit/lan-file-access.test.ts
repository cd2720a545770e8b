import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { DoubtfulResults } from '../../src-main/links/lan/doubtful-results.ts';
import { prepareItems } from '../../src-main/links/lan/file-access.ts';
import { digestOf, digestParts, sampleFileIn } from '../../src-main/links/lan/file-digest.ts';
import { MachineSight } from '../../src-main/links/lan/machine-sight.ts';
import { suggestedMappings } from '../../src-main/links/lan/mapping-suggestions.ts';
import type { ProbeAnswer, ProbeRequest } from '../../src-main/links/lan/probe-file.ts';
import type { LeaseItem } from '../../src-protocol/messages/worker.ts';
import type { PathMapping } from '../../src-protocol/model/path-mapping.ts';
import { resultOf } from './fakes/fake-machine.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a machine sees, by its own paths, of files that lie here; and what it is asked. */
class Seen {
  readonly source = temporaryFolder();
  readonly asked: string[][] = [];
  readonly there = new Map<string, string>();
  mappings: readonly PathMapping[] = [];
  sends = true;
  isSilent = false;
  nowMs = 1_000_000;
  sightings = 0;
  #items = 0;
  readonly sight = new MachineSight({
    ask: (request) => this.#answer(request),
    machine: () => ({ name: 'attic', platform: 'linux' }),
    mappings: () => this.mappings,
    sends: () => this.sends,
    rootOf: (folder) => (folder.startsWith(this.source) ? this.source : folder),
    onSighting: () => {
      this.sightings += 1;
    },
    nowMs: () => this.nowMs,
    steadyMs: () => this.nowMs,
  });

  /** A file of this computer as an item of a lease. */
  item(name: string, content = name): LeaseItem {
    const path = join(this.source, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    this.#items += 1;
    return { itemId: this.#items, path, sizeBytes: content.length };
  }

  seesAt(path: string, item: LeaseItem): void {
    this.there.set(path, item.path);
  }

  async ways(...items: LeaseItem[]): Promise<string[]> {
    const prepared = await prepareItems(items, this.sight, this.sends);
    return prepared.map(({ access }) =>
      access.kind === 'mapped' ? access.path : access.kind === 'fault' ? access.fault.code : access.kind,
    );
  }

  async #answer({ paths, parts }: ProbeRequest): Promise<ProbeAnswer | undefined> {
    this.asked.push([...paths]);
    if (this.isSilent) return undefined;
    const path = paths.find((each) => this.there.has(each));
    if (path === undefined) return { kind: 'probed', probe: 1, message: 'it is not there' };
    const digest = await digestOf(this.there.get(path) ?? '', parts);
    return { kind: 'probed', probe: 1, path, ...(digest === undefined ? {} : { digest }) };
  }
}

describe('the way to the files of a source', () => {
  test('is found out once, with the first file that is not empty', async () => {
    const seen = new Seen();
    const [empty, first, second] = [seen.item('a.jpg', ''), seen.item('b.jpg'), seen.item('sub/c.jpg')];
    seen.seesAt(first.path, first);
    expect(await seen.ways(empty, first, second)).toEqual(['same-path', 'same-path', 'same-path']);
    expect(await seen.ways(second)).toEqual(['same-path']);
    expect(seen.asked).toEqual([[first.path]]);
  });

  test('is found out with another file where the first cannot be read here, and not with one after the other for ever', async () => {
    const seen = new Seen();
    const [first, second] = [seen.item('a.jpg'), seen.item('b.jpg')];
    rmSync(first.path);
    seen.seesAt(second.path, second);
    expect(await seen.ways(first, second)).toEqual(['same-path', 'same-path']);
    const gone = Array.from({ length: 40 }, (_, at) => ({
      itemId: 1_000 + at,
      path: `/gone/${at}/a.jpg`,
      sizeBytes: 1,
    }));
    const decide = vi.spyOn(seen.sight, 'decide');
    expect(new Set(await seen.ways(...gone))).toEqual(new Set(['not-found']));
    expect(decide.mock.calls.length).toBeLessThan(20);
  });

  test('is found out for the folders of a list side by side', async () => {
    const seen = new Seen();
    const folders = Array.from({ length: 12 }, () => new Seen());
    const items = folders.map((each) => each.item('a.jpg'));
    for (const item of items) seen.seesAt(item.path, item);
    expect(await seen.ways(...items)).toEqual(items.map(() => 'same-path'));
    expect(seen.asked).toHaveLength(12);
  });

  test('is a mapping of the settings, for the machine that it holds for', async () => {
    const seen = new Seen();
    const item = seen.item('sub/a.jpg');
    seen.mappings = [
      { from: seen.source, to: '/elsewhere', worker: 'cellar' },
      { from: seen.source, to: '/Volumes/photos' },
    ];
    seen.seesAt('/elsewhere/sub/a.jpg', item);
    seen.seesAt('/Volumes/photos/sub/a.jpg', item);
    expect(await seen.ways(item)).toEqual(['/Volumes/photos/sub/a.jpg']);
    expect(seen.sight.views()).toMatchObject([{ folder: seen.source, way: 'mapped', path: '/Volumes/photos' }]);
  });

  test('is not one where a file of the same name and size has another content', async () => {
    const seen = new Seen();
    const [item, other] = [seen.item('a.jpg', 'one'), seen.item('other.jpg', 'two')];
    seen.mappings = [{ from: seen.source, to: '/copy' }];
    seen.seesAt(item.path, other);
    seen.seesAt('/copy/a.jpg', item);
    expect(await seen.ways(item)).toEqual(['/copy/a.jpg']);
    expect(seen.asked).toEqual([[item.path, '/copy/a.jpg'], ['/copy/a.jpg']]);
  });

  test('is sending where it is not seen, and none where sending is not wanted', async () => {
    const seen = new Seen();
    const [item, next] = [seen.item('a.jpg'), seen.item('b.jpg')];
    expect(await seen.ways(item)).toEqual(['sent']);
    expect(seen.sight.views()).toMatchObject([{ way: 'sent', message: 'it is not there' }]);
    seen.sends = false;
    expect(await seen.ways(next)).toEqual(['path-not-mapped']);
    expect(seen.sight.views()).toMatchObject([{ way: 'unknown' }]);
  });

  test('is none yet where that was found out only after the file was leased: another worker may have it', async () => {
    const seen = new Seen();
    seen.sends = false;
    expect(await seen.ways(seen.item('a.jpg'))).toEqual(['transfer-failed']);
  });

  test('is found out anew after ten minutes, beside the work', async () => {
    const seen = new Seen();
    const item = seen.item('a.jpg');
    expect(await seen.ways(item)).toEqual(['sent']);
    seen.seesAt(item.path, item);
    seen.nowMs += 599_000;
    await seen.ways(item);
    expect(seen.asked).toHaveLength(1);
    seen.nowMs += 1_000;
    expect(await seen.ways(item)).toEqual(['sent']);
    await vi.waitFor(async () => {
      expect(await seen.ways(item)).toEqual(['same-path']);
    });
    expect(seen.asked).toHaveLength(2);
  });

  test('is found out anew once the mappings are others', async () => {
    const seen = new Seen();
    const item = seen.item('a.jpg');
    expect(await seen.ways(item)).toEqual(['sent']);
    seen.mappings = [{ from: seen.source, to: '/new' }];
    seen.seesAt('/new/a.jpg', item);
    expect(await seen.ways(item)).toEqual(['/new/a.jpg']);
  });

  test('is sending where the machine says nothing, and is soon asked about again', async () => {
    const seen = new Seen();
    const item = seen.item('a.jpg');
    seen.isSilent = true;
    expect(await seen.ways(item)).toEqual(['sent']);
    seen.isSilent = false;
    seen.seesAt(item.path, item);
    seen.nowMs += 60_000;
    await seen.ways(item);
    await vi.waitFor(async () => {
      expect(await seen.ways(item)).toEqual(['same-path']);
    });
  });

  test('is found out beside the work where only its folder is known', async () => {
    const seen = new Seen();
    const item = seen.item('sub/a.jpg');
    seen.seesAt(item.path, item);
    expect(seen.sight.glance(dirname(item.path))).toBeUndefined();
    expect(seen.sightings).toBe(0);
    await vi.waitFor(() => {
      expect(seen.sightings).toBe(1);
    });
    expect(seen.sight.glance(dirname(item.path))).toEqual({ way: 'same-path' });
    expect(seen.asked).toHaveLength(1);
  });

  test('follows from what is known of other folders', async () => {
    expect(suggestedMappings([{ from: '/mnt/nas/photos', to: '/Volumes/nas/photos' }])).toEqual([
      { from: '/mnt/nas', to: '/Volumes/nas' },
      { from: '/mnt', to: '/Volumes' },
    ]);
    expect(suggestedMappings([{ from: '/mnt/nas/photos', to: 'Z:\\photos' }])).toEqual([
      { from: '/mnt/nas', to: 'Z:' },
    ]);
    const seen = new Seen();
    const item = seen.item('films/a.mp4');
    seen.mappings = [{ from: join(seen.source, 'photos'), to: '/Volumes/nas/photos' }];
    seen.seesAt('/Volumes/nas/films/a.mp4', item);
    expect(await seen.ways(item)).toEqual(['/Volumes/nas/films/a.mp4']);
  });

  test('of a file that is gone here is its fault', async () => {
    const seen = new Seen();
    const [gone, there] = [seen.item('gone.jpg'), seen.item('there.jpg')];
    rmSync(gone.path);
    expect(await seen.ways(there, gone)).toEqual(['sent', 'not-found']);
  });
});

describe('the test of a mapping', () => {
  test('says whether it holds, and keeps nothing', async () => {
    const seen = new Seen();
    const item = seen.item('sub/deep/a.jpg');
    seen.seesAt('/there/sub/deep/a.jpg', item);
    const right = await seen.sight.test(seen.source, { from: seen.source, to: '/there' });
    expect(right).toMatchObject({ folder: seen.source, way: 'mapped', path: '/there' });
    const wrong = await seen.sight.test(seen.source, { from: seen.source, to: '/wrong' });
    expect(wrong).toMatchObject({ way: 'sent', message: 'it is not there' });
    expect(await seen.sight.test(seen.source, { from: '/no', to: '/there' })).toMatchObject({ way: 'unknown' });
    expect(seen.sight.views()).toEqual([]);
  });

  test('of an empty folder says that there is nothing to try it with', async () => {
    const seen = new Seen();
    expect(await seen.sight.test(seen.source, undefined)).toMatchObject({
      way: 'unknown',
      message: expect.stringContaining('no file') as string,
    });
  });
});

describe('a result that says more of the way than of the file', () => {
  const missing = { code: 'not-found', message: 'The file is not there any more (ENOENT)' } as const;

  async function judged(seen: Seen, item: LeaseItem, fault: typeof missing | undefined, sizeBytes = item.sizeBytes) {
    const doubts = new DoubtfulResults((folder, file) => void seen.sight.doubt(folder, file));
    const prepared = { item, access: { kind: 'same-path' as const } };
    const result = { ...resultOf(item, fault), ...(fault === undefined ? { sizeBytes } : {}) };
    const isDoubtful = doubts.isDoubtful(prepared, result);
    const standing = isDoubtful ? await doubts.judge(prepared, result) : result;
    return { isDoubtful, code: standing.fault?.code, again: doubts.isDoubtful(prepared, result) };
  }

  test('is tried again, once, and its folder gets another way while the others keep theirs', async () => {
    const seen = new Seen();
    const [shared, local] = [seen.item('shared/a.jpg'), seen.item('local/b.jpg')];
    seen.seesAt(shared.path, shared);
    expect(await seen.ways(shared, local)).toEqual(['same-path', 'same-path']);
    expect(await judged(seen, local, missing)).toEqual({ isDoubtful: true, code: 'transfer-failed', again: false });
    await vi.waitFor(async () => {
      expect(await seen.ways(shared, local)).toEqual(['same-path', 'sent']);
    });
  });

  test('stands where the file is gone here as well', async () => {
    const seen = new Seen();
    const item = seen.item('a.jpg');
    rmSync(item.path);
    expect(await judged(seen, item, missing)).toMatchObject({ code: 'not-found' });
    expect(seen.asked).toEqual([]);
  });

  test('is doubtful where the size is another one than here, and stands where the file has changed here too', async () => {
    const seen = new Seen();
    const item = seen.item('a.jpg', 'four');
    expect(await judged(seen, item, undefined, 3)).toMatchObject({ code: 'transfer-failed' });
    const changed = seen.item('b.jpg', 'four');
    writeFileSync(changed.path, 'by now it is longer');
    expect(await judged(seen, changed, undefined, 19)).toMatchObject({ isDoubtful: true, code: undefined });
    expect(await judged(seen, seen.item('c.jpg'), undefined)).toMatchObject({ isDoubtful: false });
  });
});

test('the parts that are compared are the beginning, the middle and the end, and all of a small file', () => {
  expect(digestParts(1)).toEqual([{ offset: 0, bytes: 1 }]);
  expect(digestParts(196_608)).toEqual([{ offset: 0, bytes: 196_608 }]);
  expect(digestParts(1_000_001)).toEqual([
    { offset: 0, bytes: 65_536 },
    { offset: 467_232, bytes: 65_536 },
    { offset: 934_465, bytes: 65_536 },
  ]);
});

test('a sample is any file that is not empty, also deeper down', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'empty'), '');
  expect(await sampleFileIn(folder)).toBeUndefined();
  writeFileSync(join(folder, 'a', 'b', 'c.jpg'), 'c');
  expect(await sampleFileIn(folder)).toEqual({ path: join(folder, 'a', 'b', 'c.jpg'), sizeBytes: 1 });
  const [one, other] = await Promise.all([sampleFileIn(folder), sampleFileIn(folder)]);
  expect(one).toBe(other); // who asks at the same time gets what the same look has found
  expect(await sampleFileIn(join(folder, 'a', 'b', 'c.jpg'))).toMatchObject({ sizeBytes: 1 });
  expect(await sampleFileIn(join(folder, 'no'))).toBeUndefined();
});
