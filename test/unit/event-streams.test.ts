import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { implement } from '@orpc/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import { createClient } from '../../src-client/client.ts';
import type { ApiRouter, CallContext } from '../../src-main/api/call-context.ts';
import { EventHub } from '../../src-main/api/events/event-hub.ts';
import { callFault } from '../../src-main/api/http/call-fault.ts';
import { OpenCalls } from '../../src-main/api/http/open-calls.ts';
import { servedCall } from '../../src-main/api/http/served-call.ts';
import type { JobService } from '../../src-main/api/jobs/job-service.ts';
import { eventsRouter } from '../../src-main/api/router/events.ts';
import { contract, type Contract } from '../../src-protocol/contract/index.ts';
import type { Event } from '../../src-protocol/contract/events.ts';
import { collectGarbage } from './collect-garbage.ts';
import { ask, openSocket, serve } from './fakes/api-server.ts';
import { SILENT } from './fakes/engine.ts';

function clientOf(socket: WebSocket): ContractRouterClient<Contract> {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

/** The procedure of events alone. */
function routerOf(stream: (signal: AbortSignal | undefined) => AsyncGenerator<Event, void, void>): ApiRouter {
  const os = implement(contract).$context<CallContext>();
  const subscribe = os.events.subscribe.handler(({ signal }) => stream(signal));
  return { events: { subscribe } } as unknown as ApiRouter;
}

/** The real events, of a program that has no jobs. */
function hubRouter() {
  const hub = new EventHub();
  const jobs = { get: () => Promise.reject(callFault('NOT_FOUND', 'There is no such job.')) };
  return { hub, router: { events: eventsRouter(hub, jobs as unknown as JobService) } as unknown as ApiRouter };
}

/** What a carrier gets to send of a stream of events. */
async function served(source: AsyncGenerator<Event, void, void>) {
  const procedure = implement(contract).events.subscribe.handler(() => source);
  const caller = { role: 'viewer', name: 'test' } as const;
  const context = { caller, open: new OpenCalls({ calls: 1, streams: 1 }), admit: () => undefined };
  const next = () => Promise.resolve(source);
  const options = { context, procedure, path: ['events', 'subscribe'], input: {}, lastEventId: undefined, next };
  const output = await servedCall(SILENT)(options as never);
  return output as AsyncGenerator<Event, void, void>;
}

function logLine(bytes: number): Event {
  const line = { at: '2026-01-02T00:00:00Z', level: 'info', event: 'x', fields: { text: 'x'.repeat(bytes) } } as const;
  return { kind: 'log', line };
}

describe('a subscription', () => {
  test('holds on to no event that was sent', async () => {
    const sent: WeakRef<Event>[] = [];
    async function* source(): AsyncGenerator<Event, void, void> {
      for (let jobId = 1; jobId <= 200; jobId += 1) {
        const event = { kind: 'job-deleted' as const, jobId };
        sent.push(new WeakRef(event));
        yield event;
      }
      await new Promise(() => undefined);
    }
    const events = await served(source());
    for (let read = 0; read < 200; read += 1) await events.next();
    await sleep(20); // a weak reference that was just made holds on until the turn is over
    collectGarbage();
    expect(sent.filter((event) => event.deref() !== undefined).length).toBeLessThan(10);
    expect((await events.return()).done).toBe(true);
  });

  test('to a job that is not there is refused, and leaves nothing behind', async () => {
    const { hub, router } = hubRouter();
    const server = await serve({ router });
    for (let call = 0; call < 3; call += 1)
      expect((await ask(server, '/api/v1/events?job=999')).text).toContain('NOT_FOUND');
    const events = await clientOf(await openSocket(server)).events.subscribe({ job: 999 });
    await expect(events.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect.poll(() => hub.subscribers).toBe(0);
  });

  test('that is left at once takes no place from those that come later', async () => {
    const { router } = hubRouter();
    const socket = await openSocket(await serve({ router, limits: { streamsPerSocket: 2 } }));
    for (let call = 0; call < 10; call += 1) {
      const call$ = `"i":"left${call.toString()}"`;
      socket.send(`{${call$},"p":{"u":"/events/subscribe","b":{"json":{},"meta":[]}}}`);
      socket.send(`{${call$},"t":4}`);
      await sleep(5);
    }
    const client = clientOf(socket);
    const events = await Promise.all([client.events.subscribe({}), client.events.subscribe({})]);
    expect(events).toHaveLength(2);
  });

  test('is read only as fast as its subscriber takes it', async () => {
    const made = { http: 0, websocket: 0 };
    const endless = (carrier: keyof typeof made) =>
      routerOf(async function* (signal) {
        for (const event = logLine(65_536); signal?.aborted !== true; made[carrier] += 1) {
          yield event;
          await sleep(0);
        }
      });
    const [overHttp, overSocket] = await Promise.all([
      serve({ router: endless('http') }),
      serve({ router: endless('websocket') }),
    ]);
    const slow = connect(overHttp.port, '127.0.0.1').pause();
    onTestFinished(() => {
      slow.destroy();
    });
    await once(slow, 'connect');
    slow.write('GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const socket = await openSocket(overSocket);
    await clientOf(socket).events.subscribe({});
    socket.pause();
    for (const carrier of ['http', 'websocket'] as const) {
      let before = -1;
      await expect
        .poll(
          () => {
            const grown = made[carrier] - before;
            before = made[carrier];
            return made[carrier] > 0 && grown === 0;
          },
          { interval: 300, timeout: 10_000 },
        )
        .toBe(true);
      expect(made[carrier]).toBeLessThan(400); // what the system keeps for a connection is some megabytes
    }
  });
});

describe('a server that ends', () => {
  test('says so to its subscribers, and those of the client go on with the next server', async () => {
    const first = await serve();
    const events = await createClient({ url: first.url }).events.subscribe({});
    expect(await events.next()).toMatchObject({ value: { jobId: 1 } });
    const heard: unknown[] = [];
    const heardBefore = { restart: Infinity };
    const listening = (async () => {
      for await (const event of events) {
        heard.push(event);
        if (heard.length > heardBefore.restart) return;
      }
    })();
    await first.close(1_000);
    await serve({ port: first.port });
    heardBefore.restart = heard.length;
    await listening;
    expect(heard.length).toBeGreaterThan(heardBefore.restart);
    expect(heard.map((event) => (event as { jobId: number }).jobId)).toEqual(heard.map((_, at) => at + 2));
  });

  test('ends a subscription over a WebSocket by a fault', async () => {
    const { router } = hubRouter();
    const server = await serve({ router });
    const events = await clientOf(await openSocket(server)).events.subscribe({});
    const next = expect(events.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.close(1_000);
    await next;
  });
});
