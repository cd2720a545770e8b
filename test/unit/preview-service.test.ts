import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { implement } from '@orpc/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src-client/client.ts';
import type { ApiRouter, CallContext } from '../../src-main/api/call-context.ts';
import { PathGuard } from '../../src-main/api/auth/path-guard.ts';
import { PortCarrier } from '../../src-main/api/port-carrier.ts';
import { exiftoolProgram } from '../../src-main/api/previews/exiftool-program.ts';
import { imageTypeOf } from '../../src-main/api/previews/image-type.ts';
import { PreviewService } from '../../src-main/api/previews/preview-service.ts';
import { contract, type Contract } from '../../src-protocol/contract/index.ts';
import { ownResource } from '../../src-worker/file/own-resource.ts';
import { FIXTURE_FORMATS } from '../fixtures/formats.ts';
import { thumbnailJpeg } from '../fixtures/blocks/thumbnail.ts';
import { subjectOf } from '../fixtures/subject.ts';
import { openSocket, serve } from './fakes/api-server.ts';
import { SILENT } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SUBJECT = subjectOf(5);
const PROGRAMS = { exiftool: exiftoolProgram(), config: ownResource('exiftool', 'pictures.pl') };

function fixture(name: string, paddingBytes?: number): Uint8Array {
  const format = FIXTURE_FORMATS.find((each) => each.name === name);
  if (format === undefined) throw new Error(`there is no fixture ${name}`);
  return format.build(SUBJECT, paddingBytes);
}

/** A service for files, which are the items of job 1 in their order. */
function previewsOf(paths: readonly string[], roots: readonly string[] | null = null): PreviewService {
  const guard = new PathGuard(roots);
  return new PreviewService({
    programs: PROGRAMS,
    pathOf: (jobId, itemId) => Promise.resolve(jobId === 1 ? paths[itemId - 1] : undefined),
    checkPath: (path) => guard.check(path),
  });
}

function fileIn(folder: string, name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function bytesOf(file: Blob): Promise<Buffer> {
  return Buffer.from(await file.arrayBuffer());
}

const THUMBNAIL = Buffer.from(thumbnailJpeg(SUBJECT.seed));

describe('a preview', () => {
  test.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['gif', 'image/gif'],
    ['webp', 'image/webp'],
    ['avif', 'image/avif'],
    ['bmp', 'image/bmp'],
    ['svg', 'image/svg+xml'],
  ])('of %s is the file itself, whatever it is called', async (name, type) => {
    const content = fixture(name);
    const previews = previewsOf([fileIn(temporaryFolder(), 'picture.bin', content)]);
    const preview = await previews.preview(1, 1, 'large');
    expect(preview.type).toBe(type);
    expect(await bytesOf(preview)).toEqual(Buffer.from(content));
  });

  test.each(['cr2', 'dng', 'heic', 'psd', 'mp3', 'flac', 'm4a', 'mp4'])(
    'of %s is the picture that it holds',
    async (name) => {
      const path = fileIn(temporaryFolder(), `file.${name}`, fixture(name));
      const before = statSync(path).mtimeMs;
      for (const size of ['large', 'thumbnail'] as const) {
        const preview = await previewsOf([path]).preview(1, 1, size);
        expect(preview.type).toBe('image/jpeg');
        expect(await bytesOf(preview)).toEqual(THUMBNAIL);
      }
      expect(statSync(path).mtimeMs).toBe(before);
    },
  );

  test('as a thumbnail is the one within a large picture, and the picture itself where it is small or holds none', async () => {
    const folder = temporaryFolder();
    const large = fileIn(folder, 'large.jpg', fixture('jpeg', 400_000));
    const bare = fileIn(folder, 'bare.gif', Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(300_000)]));
    const small = fileIn(folder, 'small.jpg', fixture('jpeg'));
    const previews = previewsOf([large, bare, small]);
    expect(await bytesOf(await previews.preview(1, 1, 'thumbnail'))).toEqual(THUMBNAIL);
    expect((await previews.preview(1, 2, 'thumbnail')).size).toBe(300_006);
    expect((await previews.preview(1, 3, 'thumbnail')).size).toBe(statSync(small).size);
  });

  test.each([
    'a name\nwith a line.mp3',
    '-delete_original!.mp3',
    '@args.mp3',
    'ä “quoted” $(x) %d.mp3',
    'bytes \udcff.mp3',
  ])('of a file that is called %j is that file’s', async (name) => {
    if (process.platform !== 'linux' && !/^[-@ä]/.test(name)) return; // other systems have no such names
    const folder = temporaryFolder();
    const path = Buffer.concat([
      Buffer.from(`${folder}/`),
      Buffer.from(name.replace('\udcff', '').replace('.mp3', '')),
      Buffer.from(name.includes('\udcff') ? [0xff] : []),
      Buffer.from('.mp3'),
    ]);
    writeFileSync(path, fixture('mp3'));
    const preview = await previewsOf([join(folder, name)]).preview(1, 1, 'large');
    expect(await bytesOf(preview)).toEqual(THUMBNAIL);
  });

  test('that is not there is said in words', async () => {
    const folder = temporaryFolder();
    const gone = fileIn(folder, 'gone.jpg', fixture('jpeg'));
    rmSync(gone);
    mkdirSync(join(folder, 'folder.jpg'));
    const text = fileIn(folder, 'text.txt', 'no picture');
    const closed = fileIn(folder, 'closed.jpg', fixture('jpeg'));
    chmodSync(closed, 0);
    const previews = previewsOf([gone, join(folder, 'folder.jpg'), text, closed]);
    const refused = (itemId: number) => expect(previews.preview(1, itemId, 'large')).rejects;
    await refused(1).toMatchObject({ code: 'NOT_FOUND', message: `The file is not there any more: ${gone}` });
    await refused(2).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('not a file') as string });
    await refused(3).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('no picture') as string });
    await refused(9).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('no such result') as string });
    if (process.platform !== 'win32' && process.getuid?.() !== 0)
      await refused(4).toMatchObject({ code: 'NOT_FOUND', message: `No permission to read ${closed}` });
  });

  test('of a file that is changed is that of its new content', async () => {
    const folder = temporaryFolder();
    const path = fileIn(folder, 'a.mp3', fixture('mp3'));
    const previews = previewsOf([path]);
    expect((await previews.preview(1, 1, 'thumbnail')).type).toBe('image/jpeg');
    writeFileSync(path, fixture('png'));
    expect((await previews.preview(1, 1, 'thumbnail')).type).toBe('image/png');
  });

  test('is refused outside of the folders that may be read', async () => {
    const folder = temporaryFolder();
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    const previews = previewsOf(
      [fileIn(folder, 'outside.png', fixture('png')), fileIn(inside, 'in.png', fixture('png'))],
      [inside],
    );
    await expect(previews.preview(1, 1, 'large')).rejects.toMatchObject({ code: 'NOT_ALLOWED_PATH' });
    expect((await previews.preview(1, 2, 'large')).type).toBe('image/png');
  });

  test('that nobody waits for any more is not begun, and those that are asked for are all made', async () => {
    const folder = temporaryFolder();
    const previews = previewsOf(
      Array.from({ length: 12 }, (_, at) => fileIn(folder, `${at.toString()}.mp3`, fixture('mp3'))),
    );
    const gone = new AbortController();
    const asked = Array.from({ length: 12 }, (_, at) =>
      previews.preview(1, at + 1, 'thumbnail', at >= 4 && at % 2 === 0 ? gone.signal : undefined),
    );
    gone.abort(new Error('gone'));
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(
      Array.from({ length: 12 }, (_, at) => (at >= 4 && at % 2 === 0 ? 'rejected' : 'fulfilled')),
    );
    expect((await previews.preview(1, 5, 'thumbnail')).size).toBe(THUMBNAIL.length);
  });
});

test('what a browser does not show, or is no picture, has no type', () => {
  for (const name of ['tiff-le', 'heic', 'cr2', 'psd', 'pdf', 'mp3', 'html', 'zip'])
    if (FIXTURE_FORMATS.some((each) => each.name === name)) expect(imageTypeOf(fixture(name)), name).toBeUndefined();
  for (const text of ['', '<html><svg></svg></html>', 'BMW 2002', '<?xml version="1.0"?><kml></kml>'])
    expect(imageTypeOf(Buffer.from(text)), text).toBeUndefined();
});

describe('a preview comes as it is', () => {
  function routerOf(previews: PreviewService): ApiRouter {
    const os = implement(contract).$context<CallContext>();
    const router = {
      results: {
        preview: os.results.preview.handler(({ input, signal }) =>
          previews.preview(input.id, input.itemId, input.size, signal),
        ),
      },
    };
    return router as unknown as ApiRouter;
  }

  type Client = Pick<ContractRouterClient<Contract>, 'results'>;

  const carriers: Readonly<Record<string, (router: ApiRouter) => Promise<Client>>> = {
    HTTP: async (router) => createClient(await serve({ router })),
    'a WebSocket': async (router) => {
      const socket = await openSocket(await serve({ router }));
      return createORPCClient(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }));
    },
    'a message port': (router) => {
      const { port1, port2 } = new MessageChannel();
      onTestFinished(() => {
        port1.close();
      });
      new PortCarrier(router, SILENT).serve(port1, { role: 'viewer', name: 'window' });
      return Promise.resolve(createORPCClient(new PortLink({ port: port2 })));
    },
  };

  test.each(Object.entries(carriers))('over %s', async (_name, connect) => {
    const content = fixture('jpeg', 3_000_000);
    const router = routerOf(previewsOf([fileIn(temporaryFolder(), 'a.jpg', content)]));
    const client = await connect(router);
    const preview = await client.results.preview({ id: 1, itemId: 1 });
    expect(preview.type).toBe('image/jpeg');
    expect(Buffer.compare(await bytesOf(preview), content)).toBe(0);
    await expect(client.results.preview({ id: 1, itemId: 2 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such result, or its job is gone.',
    });
  });

  test('over HTTP for an <img>, with its type and nothing that would run', async () => {
    const svg = fixture('svg');
    const server = await serve({ router: routerOf(previewsOf([fileIn(temporaryFolder(), 'a.svg', svg)])) });
    const answer = await fetch(`${server.url}api/v1/jobs/1/results/1/preview?size=large`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(svg));
  });
});
