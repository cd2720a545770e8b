import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { implement, withEventMeta } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { contract } from '../../../src-protocol/contract/index.ts';
import { DEFAULT_SETTINGS } from '../../../src-protocol/contract/settings.ts';
import { browseFolder } from '../../../src-main/api/auth/browse-folder.ts';
import { PathGuard } from '../../../src-main/api/auth/path-guard.ts';
import { TokenStore } from '../../../src-main/api/auth/token-store.ts';
import type { ApiRouter, CallContext } from '../../../src-main/api/call-context.ts';
import { serveApi, type ServedApi, type ServeOptions } from '../../../src-main/api/http/serve-api.ts';
import { uploadRoute } from '../../../src-main/api/uploads/upload-route.ts';
import { UploadSpool, type UploadSpoolOptions } from '../../../src-main/api/uploads/upload-spool.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface LoggedLine {
  readonly level: string;
  readonly event: string;
  readonly fields: object;
}

/** A few procedures of the contract, some of which misbehave on request. */
function smallRouter(guard: PathGuard, spool: UploadSpool): ApiRouter {
  const os = implement(contract).$context<CallContext>();
  const router = {
    cache: {
      history: os.cache.history.handler(({ input }) => ({
        days: [{ day: '2026-01-02', hits: input.days, moved: 0, misses: 0, evicted: 0, savedMs: 0 }],
      })),
      prune: os.cache.prune.handler(({ input }) => ({ evicted: input.maxBytes ?? 0 })),
      clear: os.cache.clear.handler(async () => {
        await sleep(300);
        return { evicted: 1 };
      }),
    },
    jobs: {
      get: os.jobs.get.handler(({ input, errors }) => {
        if (input.id === 500) throw new Error('the secret inside');
        throw errors.NOT_FOUND({ message: `There is no job ${input.id}.` });
      }),
    },
    data: { browse: os.data.browse.handler(({ input }) => browseFolder(guard, input.path)) },
    events: {
      subscribe: os.events.subscribe.handler(async function* ({ input, lastEventId }) {
        if (input.kinds?.includes('log')) throw new Error('the secret inside');
        for (let jobId = Number(lastEventId ?? 0) + 1; ; jobId += 1) {
          yield withEventMeta({ kind: 'job-deleted' as const, jobId }, { id: jobId.toString() });
          await sleep(20);
        }
      }),
    },
    settings: { get: os.settings.get.handler(() => DEFAULT_SETTINGS) },
    system: {
      alerts: os.system.alerts.handler(({ context }) => ({
        alerts: [
          {
            id: 'who',
            code: 'stalled-file' as const,
            message: `${context.caller.name} ${context.caller.role}`,
            since: '2026-01-02T00:00:00Z',
          },
        ],
      })),
    },
    uploads: {
      create: os.uploads.create.handler(() => spool.create()),
      get: os.uploads.get.handler(({ input }) => spool.get(input.uploadId)),
    },
  };
  return router as unknown as ApiRouter; // what is not here is as if it did not exist
}

export interface Served extends ServedApi {
  readonly port: number;
  readonly tokens: TokenStore;
  readonly logged: readonly LoggedLine[];
  /** A folder for everything that the test needs. */
  readonly folder: string;
}

/** A real server on a free port of loopback that ends with the test. */
export async function serve(
  options: Partial<ServeOptions> & { roots?: readonly string[]; spool?: Partial<UploadSpoolOptions> } = {},
): Promise<Served> {
  const folder = temporaryFolder();
  const pageFolder = join(folder, 'page');
  mkdirSync(join(pageFolder, 'assets'), { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<h1>MetaExtract</h1>');
  writeFileSync(join(pageFolder, 'assets', 'index.js'), 'export {};');
  writeFileSync(join(pageFolder, '.built'), 'not a page');
  writeFileSync(join(folder, 'secret.html'), 'secret');

  const logged: LoggedLine[] = [];
  const logAt = (level: string) => (fields: object, event: string) => void logged.push({ level, event, fields });
  const log = { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
  const tokens = new TokenStore(join(folder, 'data'));
  const { roots = null, spool: spoolOptions, ...served } = options;
  const spool = new UploadSpool({
    folder: join(folder, 'spool'),
    maxFiles: 100,
    maxBytes: 10_000_000,
    minFreeDiskBytes: 0,
    ttlMs: 3_600_000,
    ...spoolOptions,
  });
  await spool.takeOver();
  const api = await serveApi({
    router: smallRouter(new PathGuard(roots), spool),
    host: '127.0.0.1',
    port: 0,
    pageFolder,
    docsFolder: join(import.meta.dirname, '../../../resources/api-docs'),
    version: '1.2.3',
    tokens,
    log,
    ...served,
    raw: [uploadRoute(spool), ...(served.raw ?? [])],
  });
  onTestFinished(() => api.close(0));
  return { ...api, port: Number(new URL(api.url).port), tokens, logged, folder };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined where it is not. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is text or bytes. */
  readonly body?: unknown;
}

/** Sends the path and the headers as they are: fetch would tidy them up first. */
export function ask({ port }: { readonly port: number }, path: string, options: Ask = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
  const bytes = isRaw ? body : JSON.stringify(body);
  const type = isRaw ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { ...type, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
      });
    });
    sent.on('error', reject).end(bytes);
  });
}

export function bearer(secret: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${secret}` };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** An open WebSocket; rejects with “Unexpected server response: 403” and the like where it is refused. */
export function openSocket(
  { port }: { readonly port: number },
  options: { protocols?: string[]; headers?: Record<string, string>; path?: string } = {},
): Promise<WebSocket> {
  const { protocols = ['metaextract.v1'], headers = {}, path = '/api/v1/socket' } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers });
  onTestFinished(() => {
    socket.terminate();
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.off('error', reject);
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** The code with which a socket closes. */
export function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}
