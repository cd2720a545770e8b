import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TokenStore } from '../../src-main/api/auth/token-store.ts';
import { createClient, type MetaExtractClient } from '../../src-client/client.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { freePort } from '../process/support/free-port.ts';
import { temporaryFolders } from '../process/support/run-cli.ts';
import { jobIn, startServer, type RunningServer } from '../process/support/server.ts';
import { startWorker, type RunningWorker } from '../process/support/worker.ts';

const Operation = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) });
const OpenApi = z.looseObject({
  openapi: z.string().startsWith('3.1'),
  servers: z.tuple([z.object({ url: z.string() })]),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

/** One call of an operation: what is put into its path, its query or its body. */
interface Call {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly raw?: string;
}

interface Case {
  readonly valid: Call;
  /** The status of the valid call. */
  readonly status: number;
  /** Refused with 400 or 404 by its schema or its handler; `never` where there is nothing that could be wrong. */
  readonly invalid: Call | 'never';
  /** What only looks may be called by a viewer. */
  readonly looks: boolean;
}

const WRONG_ID: Call = { path: { id: 'one' } };
const JOB: Call = { path: { id: 1 } };
const FILTER = { conditions: [{ column: 'format', test: 'equals' as const, values: ['JPEG'] }] };

function look(valid: Call, invalid: Case['invalid'] = 'never', status = 200): Case {
  return { valid, invalid, status, looks: true };
}

function act(valid: Call, invalid: Case['invalid'] = 'never', status = 200): Case {
  return { valid, invalid, status, looks: false };
}

/** Every operation of the document. Their order is that of their calls; job 1 is complete, and 2 watches its folder. */
const CASES: Readonly<Record<string, Case>> = {
  'jobs.list': look({ query: 'limit=5&state=completed' }, { query: 'limit=0' }),
  'jobs.get': look(JOB, WRONG_ID),
  'jobs.summary': look(JOB, { path: { id: 1 }, query: 'slowest=many' }),
  'jobs.request': look(JOB, { path: { id: 77 } }),
  'jobs.create': act({ body: { sources: ['{files}'], watch: true } }, { body: { sources: [] } }, 201),
  'jobs.pause': act({ path: { id: 2 } }, WRONG_ID),
  'jobs.setPriority': act(
    { path: { id: 2 }, body: { priority: 'low' } },
    { path: { id: 2 }, body: { priority: 'urgent' } },
  ),
  'jobs.resume': act({ path: { id: 2 } }, WRONG_ID),
  'jobs.cancel': act({ path: { id: 2 } }, WRONG_ID),
  'jobs.retry': act({ path: { id: 1 }, body: { codes: ['corrupt'] } }, { path: { id: 1 }, body: { codes: ['ugly'] } }),
  'jobs.delete': act({ path: { id: 2 } }, WRONG_ID),
  'results.page': look(
    { path: { id: 1 }, body: { columns: ['path', 'iso'], filter: FILTER, sort: { column: 'iso', descending: true } } },
    {
      path: { id: 1 },
      body: { columns: ['path'], filter: { conditions: [{ column: 'iso', test: 'like', text: 'x' }] } },
    },
  ),
  'results.list': look(
    { path: { id: 1 }, query: 'limit=2&outcome=extracted' },
    { path: { id: 1 }, query: 'limit=5000' },
  ),
  'results.get': look({ path: { id: 1, itemId: 1 } }, { path: { id: 1, itemId: 999_999 } }),
  'results.preview': look(
    { path: { id: 1, itemId: '{picture}' }, query: 'size=thumbnail' },
    { path: { id: 1, itemId: '{picture}' }, query: 'size=huge' },
  ),
  'results.places': look({ path: { id: 1 }, body: { cells: 10 } }, { path: { id: 1 }, body: { cells: 0 } }),
  'results.position': look(
    { path: { id: 1 }, body: { itemId: 1, sort: { column: 'name' } } },
    { path: { id: 1 }, body: { itemId: 'first' } },
  ),
  'results.columns': look(JOB, { path: { id: 77 } }),
  'results.facets': look(
    { path: { id: 1 }, body: { columns: ['format'] } },
    { path: { id: 1 }, body: { columns: [] } },
  ),
  'results.histogram': look(
    { path: { id: 1 }, body: { column: 'size', buckets: 5 } },
    { path: { id: 1 }, body: { column: 'size', by: 'colour' } },
  ),
  'exports.start': act(
    { path: { id: 1 }, body: { format: 'csv', columns: 'core' } },
    { path: { id: 1 }, body: {} },
    201,
  ),
  'exports.list': look({}),
  'exports.get': look({ path: { exportId: '{export}' } }, { path: { exportId: 'none' } }),
  'exports.download': look({ path: { exportId: '{export}' } }, { path: { exportId: 'none' } }),
  'exports.remove': act({ path: { exportId: '{export}' } }, { path: { exportId: 'none' } }),
  'workers.list': look({}),
  'workers.lanes': look({ query: 'minutes=30&job=1' }, { query: 'minutes=31' }),
  'workers.pause': act({ path: { id: '{worker}' } }, { path: { id: 'nobody' } }),
  'workers.resume': act({ path: { id: '{worker}' } }, { path: { id: 'nobody' } }),
  'workers.restart': act({ path: { id: '{worker}' } }, { path: { id: 'nobody' } }),
  'workers.drain': act({ path: { id: '{worker}' } }, { path: { id: 'nobody' } }),
  'machines.list': look({}),
  'machines.discover': look({}),
  'machines.pair': act({ body: { code: '{code}' } }, { body: { code: 'metaextract-pair:1?h=nowhere' } }, 201),
  'machines.invite': act({ body: { uses: 2, validMinutes: 1 } }, { body: { uses: 0 } }),
  'machines.pause': act({ path: { id: '{machine}' } }, { path: { id: 'nobody' } }),
  'machines.drain': act({ path: { id: '{machine}' } }, { path: { id: 'nobody' } }),
  'machines.resume': act({ path: { id: '{machine}' } }, { path: { id: 'nobody' } }),
  'machines.setLimits': act(
    { path: { id: '{machine}' }, body: { limits: { slots: 1 } } },
    { path: { id: '{machine}' }, body: { limits: { slots: 0 } } },
  ),
  'machines.testMapping': act(
    { path: { id: '{machine}' }, body: { folder: '{files}' } },
    { path: { id: '{machine}' }, body: { folder: 'relative' } },
  ),
  'machines.log': look({ path: { id: '{machine}' }, query: 'limit=5' }, { path: { id: 'nobody' } }),
  'machines.remove': act({ path: { id: '{machine}' } }, { path: { id: 'nobody' } }),
  'cluster.status': look({}),
  'cluster.stop': act({}),
  'cluster.start': act({}),
  'cluster.scale': act({ body: { minRuntimes: 0, maxRuntimes: 2 } }, { body: { minRuntimes: 0, maxRuntimes: 0 } }),
  'queue.status': look({}),
  'cache.statistics': look({}),
  'cache.history': look({ query: 'days=7' }, { query: 'days=-1' }),
  'cache.prune': act({ body: { maxAgeDays: 300 } }, { body: { maxAge: 300 } }),
  'cache.clear': act({}),
  'data.partition': act({ body: { request: { sources: ['{files}'] } } }, { body: { request: {} } }),
  'data.survey': act(
    { body: { request: { sources: ['{files}'] } } },
    { body: { request: { sources: ['{files}'] }, maxFiles: 0 } },
  ),
  'data.browse': look({}, { query: 'path=relative' }),
  'uploads.create': act({}, 'never', 201),
  'uploads.get': look({ path: { uploadId: '{upload}' } }, { path: { uploadId: 'none' } }),
  'uploads.putFile': act(
    { path: { uploadId: '{upload}', path: 'a/b.txt' }, raw: 'hello' },
    { path: { uploadId: '{upload}', path: 'a/%2e%2e/%2e%2e/b.txt' }, raw: 'hello' },
  ),
  'uploads.remove': act({ path: { uploadId: '{upload}' } }, { path: { uploadId: 'none' } }),
  'events.subscribe': look({ query: 'job=1' }, { query: 'kinds=gossip' }),
  'system.health': look({}),
  'system.metrics': look({}),
  'system.history': look({ query: 'name=files-per-s' }, { query: 'name=mood' }),
  'system.alerts': look({}),
  'system.logs': look({ query: 'limit=3&level=warn' }, { query: 'level=loud' }),
  'system.backups': look({}),
  'system.backUp': act({}, 'never', 201),
  'system.licences': look({}),
  'system.tokens': look({}),
  'system.createToken': act(
    { body: { name: 'guest', role: 'viewer' } },
    { body: { name: 'guest', role: 'owner' } },
    201,
  ),
  'system.revokeToken': act({ path: { id: '{token}' } }, { path: { id: 'none' } }),
  'settings.get': look({}),
  'settings.change': act({ body: { backups: { keep: 5 } } }, { body: { backups: { keep: 0 } } }),
};

interface Described {
  readonly method: string;
  readonly template: string;
}

describe('the OpenAPI document', () => {
  const temporaryFolder = temporaryFolders();
  const found: Record<string, string> = {};
  let server: RunningServer;
  let worker: RunningWorker;
  let client: MetaExtractClient;
  let operations: ReadonlyMap<string, Described>;
  const tokens = { admin: '', viewer: '' };

  beforeAll(async () => {
    const world = await temporaryFolder('contract');
    const files = join(world, 'files');
    found['files'] = files;
    await writeCollection({ folder: files, count: 30, seed: 3, paddingScale: 0 });
    const dataFolder = join(world, 'data');
    const store = new TokenStore(dataFolder);
    tokens.admin = store.create('admin', 'admin').secret;
    tokens.viewer = store.create('viewer', 'viewer').secret;
    await writeFile(join(dataFolder, 'settings.json'), JSON.stringify({ machines: { joinPort: await freePort() } }));
    server = await startServer(dataFolder, ['--token-required']);
    worker = startWorker(join(world, 'worker'));
    found['code'] = await worker.code();
    client = createClient({ url: server.url, token: tokens.admin });
    const { id } = await client.jobs.create({ sources: [files] });
    await jobIn(client, id, ['completed']);
    found['worker'] = (await client.workers.list()).workers[0]?.id ?? '';
    const pictures = { columns: ['path'], filter: FILTER };
    found['picture'] = (await client.results.page({ id, ...pictures })).rows[0]?.itemId.toString() ?? '';
    const document = OpenApi.parse(await (await call('GET', '/openapi.json', {}, tokens.viewer)).json());
    operations = new Map(
      Object.entries(document.paths).flatMap(([template, methods]) =>
        Object.entries(methods).map(
          ([method, { operationId }]) =>
            [operationId, { method, template: document.servers[0].url + template }] as const,
        ),
      ),
    );
  }, 60_000);

  afterAll(async () => {
    await server.end();
    await worker.end();
  });

  /** Names in braces stand for what an earlier call has made. */
  function filled(text: string): string {
    return text.replace(
      /\{(files|export|worker|upload|token|picture|code|machine)\}/g,
      (_, name: string) => found[name] ?? '',
    );
  }

  function call(method: string, template: string, request: Call, token: string | undefined): Promise<Response> {
    const values: Record<string, string | number> = { ...request.path };
    const path = template.replace(/\{\+?(\w+)\}/g, (_, name: string) => filled(values[name]?.toString() ?? ''));
    const url = new URL(server.url);
    const body = request.raw ?? (request.body === undefined ? undefined : filled(JSON.stringify(request.body)));
    // written out, as a URL object would resolve the dots of a path that is meant to have them
    return fetch(`${url.origin}${path}${request.query === undefined ? '' : `?${request.query}`}`, {
      method: method.toUpperCase(),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { body }),
    });
  }

  async function expectProblem(answer: Response, statuses: readonly number[], what: string): Promise<void> {
    const text = await answer.text();
    expect(statuses, `${what}: ${answer.status.toString()} ${text}`).toContain(answer.status);
    expect(answer.headers.get('content-type'), what).toBe('application/problem+json');
    expect(JSON.parse(text), what).toMatchObject({
      status: answer.status,
      title: expect.any(String) as string,
      detail: expect.any(String) as string,
      code: expect.stringMatching(/^[a-z-]+$/) as string,
    });
  }

  /** Reads the answer, as far as it ends by itself. */
  async function readAnswer(operationId: string, answer: Response): Promise<unknown> {
    if (operationId === 'events.subscribe') {
      const reader = answer.body?.getReader();
      const part = (await reader?.read()) as { value?: Uint8Array } | undefined;
      await reader?.cancel();
      return new TextDecoder().decode(part?.value);
    }
    if (operationId === 'results.preview') {
      expect(answer.headers.get('content-type')).toBe('image/jpeg');
      return answer.arrayBuffer();
    }
    if (operationId === 'exports.download' || operationId === 'data.survey') return answer.text();
    return answer.json();
  }

  /** What later calls need of an answer. */
  async function remember(operationId: string, answer: unknown): Promise<void> {
    const said = answer as Record<string, unknown>;
    if (operationId === 'exports.start') {
      const exportId = String(said['exportId']);
      found['export'] = exportId;
      // it is fetched further down, and must be complete then
      await expect
        .poll(async () => (await client.exports.get({ exportId })).state, { timeout: 10_000 })
        .toBe('complete');
    }
    if (operationId === 'machines.pair') {
      found['machine'] = String(said['id']);
      // what is asked of it further down is answered by the computer itself
      await expect
        .poll(async () => (await client.machines.list()).machines[0]?.state, { timeout: 20_000 })
        .toBe('ready');
    }
    if (operationId === 'uploads.create') found['upload'] = String(said['uploadId']);
    if (operationId === 'system.createToken') found['token'] = (said['token'] as { id: string }).id;
  }

  test('names exactly the operations that are called here', () => {
    expect([...operations.keys()].sort()).toEqual(Object.keys(CASES).sort());
  });

  test('has only operations that do what they say, refuse wrong input, and heed the caller’s role', async () => {
    let calls = 0;
    for (const [operationId, { valid, invalid, status, looks }] of Object.entries(CASES)) {
      const operation = operations.get(operationId);
      if (operation === undefined) throw new Error(`there is no ${operationId}`);
      const { method, template } = operation;
      const ask = (request: Call, token: string | undefined) => {
        calls += 1;
        return call(method, template, request, token);
      };
      await expectProblem(await ask(valid, undefined), [401], `${operationId} without a token`);
      await expectProblem(await ask(valid, 'mx_00000000_wrong'), [401], `${operationId} with a wrong token`);
      if (invalid !== 'never')
        await expectProblem(await ask(invalid, tokens.admin), [400, 404], `${operationId} with wrong input`);
      if (looks) {
        const seen = await ask(valid, tokens.viewer);
        expect(seen.status, `${operationId} by a viewer`).toBe(status);
        await readAnswer(operationId, seen);
      } else {
        await expectProblem(await ask(valid, tokens.viewer), [403], `${operationId} by a viewer`);
      }
      const answer = await ask(valid, tokens.admin);
      if (answer.status !== status)
        throw new Error(`${operationId}: ${answer.status.toString()} ${await answer.text()}`);
      const said = await readAnswer(operationId, answer);
      expect(said, operationId).toBeTruthy();
      await remember(operationId, said);
    }
    process.stdout.write(`contract: ${Object.keys(CASES).length.toString()} operations, ${calls.toString()} calls\n`);
  }, 120_000);
});
