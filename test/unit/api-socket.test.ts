import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { Contract } from '../../src-protocol/contract/index.ts';
import { ask, closeCode, openSocket, serve } from './fakes/api-server.ts';

type Client = ContractRouterClient<Contract>;

function clientOf(socket: WebSocket): Client {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

/** Gets events and never reads any more of them. */
async function subscribe(client: Client) {
  const events = await client.events.subscribe({});
  await events.next();
  return events;
}

async function readAll(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _event of events) count += 1;
  return count;
}

describe('calls over a WebSocket', () => {
  test('are answered like those over HTTP', async () => {
    const server = await serve();
    const socket = await openSocket(server);
    expect(socket.protocol).toBe('metaextract.v1');
    const client = clientOf(socket);
    const { alerts } = await client.system.alerts();
    expect(alerts[0]?.message).toBe('local admin');
    await expect(client.jobs.get({ id: 12 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      defined: true,
      message: 'There is no job 12.',
    });
    await expect(client.cache.prune({ maxBytes: -1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.cache.prune({ maxAgeDays: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('an unexpected error says no more than its id', async () => {
    const server = await serve();
    const client = clientOf(await openSocket(server));
    const error: unknown = await client.jobs.get({ id: 500 }).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { id: expect.any(String) as string } });
    expect(JSON.stringify(server.logged)).toContain('the secret inside');
  });

  test('events come until the client has enough of them', async () => {
    const client = clientOf(await openSocket(await serve()));
    const got: number[] = [];
    for await (const event of await client.events.subscribe({})) {
      if (event.kind === 'job-deleted') got.push(event.jobId);
      if (got.length === 3) break;
    }
    expect(got).toEqual([1, 2, 3]);
  });

  test('only so many subscriptions and calls may be open, and others go on', async () => {
    const server = await serve({ limits: { streamsPerSocket: 2, callsPerSocket: 3 } });
    const client = clientOf(await openSocket(server));
    const events = await Promise.all([subscribe(client), subscribe(client)]);
    await expect(subscribe(client)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.cache.clear()));
    expect(results.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    await events[0].return();
    await sleep(50);
    await subscribe(client);
  });

  test('a client that calls too often is told so', async () => {
    const server = await serve({ limits: { callsAtOnce: 4, callsPerS: 10 } });
    const client = clientOf(await openSocket(server));
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => client.system.alerts()));
    expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(2);
  });
});

describe('messages that no client of ours sends', () => {
  test.each<[string, string | Buffer, number]>([
    ['half a JSON', '{"i":"1","p":', 1008],
    ['JSON that is no call', '[1,2,3]', 1008],
    ['a call without a path', '{"i":"1","p":{"b":{}}}', 1008],
    ['a whole URL', '{"i":"1","p":{"u":"http://example.org/system/alerts"}}', 1008],
    ['a file', '{"i":"1","p":{"u":"/system/alerts","h":{"content-disposition":"filename=x"}}}', 1008],
    ['a stream to the server', '{"i":"1","t":3,"p":{"e":"message","d":1}}', 1008],
    ['deep nesting', '['.repeat(100_000), 1008],
    ['bytes', randomBytes(100), 1003],
    ['more than is accepted', 'x'.repeat(1_100_000), 1009],
  ])('%s closes that socket and no other', async (_name, message, code) => {
    const server = await serve();
    const [bad, good] = await Promise.all([openSocket(server), openSocket(server)]);
    const closed = closeCode(bad);
    bad.send(message);
    expect(await closed).toBe(code);
    expect((await clientOf(good).system.alerts()).alerts).toHaveLength(1);
  });

  test('a procedure that does not exist is only a failed call', async () => {
    const socket = await openSocket(await serve());
    const answer = new Promise<string>((resolve) => {
      socket.once('message', (data: Buffer) => {
        resolve(data.toString());
      });
    });
    socket.send('{"i":"1","p":{"u":"/__proto__/constructor","b":{"json":{},"meta":[]}}}');
    expect(await answer).toContain('404');
    expect((await clientOf(socket).system.alerts()).alerts).toHaveLength(1);
  });

  test('serialised data that names parts of every object changes nothing', async () => {
    const server = await serve();
    const socket = await openSocket(server);
    const answer = new Promise((resolve) => socket.once('message', resolve));
    const input = { json: { maxBytes: 1 }, meta: [[1, '__proto__', 'polluted']] };
    socket.send(JSON.stringify({ i: '1', p: { u: '/cache/prune', b: input } }));
    await answer;
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(await ask(server, '/api/v1/alerts')).toMatchObject({ status: 200 });
  });
});

describe('sockets that are gone or do not read', () => {
  test('one that does not answer a ping is dropped', async () => {
    const server = await serve({ limits: { pingEveryMs: 60 } });
    const [dead, alive] = await Promise.all([openSocket(server), openSocket(server)]);
    const closed = closeCode(dead);
    dead.pause();
    setTimeout(() => {
      dead.resume();
    }, 500);
    expect(await closed).toBe(1006);
    expect(alive.readyState).toBe(alive.OPEN);
  });

  test('one that takes nothing of what is sent is cut off', async () => {
    const server = await serve({
      limits: {
        stuckMs: 300,
        checkEveryMs: 30,
        callsAtOnce: 1_000_000,
        callsPerS: 1_000_000,
        callsPerSocket: 1_000_000,
      },
    });
    const [stuck, alive] = await Promise.all([openSocket(server), openSocket(server)]);
    const closed = closeCode(stuck);
    stuck.pause();
    for (let i = 0; i < 30_000 && stuck.readyState === stuck.OPEN; i += 1) {
      stuck.send(JSON.stringify({ i, p: { u: '/settings/get', b: { meta: [] } } }));
      if (i % 500 === 0) await sleep(1);
    }
    const answered = await clientOf(alive).system.alerts();
    expect(answered.alerts).toHaveLength(1);
    setTimeout(() => {
      stuck.resume();
    }, 1_500);
    expect(await closed).toBe(1006);
    expect(alive.readyState).toBe(alive.OPEN);
  });
});

describe('ending', () => {
  test('a socket closes with 1001 once its calls are done', async () => {
    const server = await serve();
    const socket = await openSocket(server);
    const client = clientOf(socket);
    const closed = closeCode(socket);
    const events = await subscribe(client);
    const slow = client.cache.clear();
    await sleep(50);
    await server.close(5_000);
    expect(await slow).toEqual({ evicted: 1 });
    expect(await closed).toBe(1001);
    await expect(readAll(events)).rejects.toThrow();
  });
});
