import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { implement } from '@orpc/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ApiRouter, CallContext } from '../../src-main/api/call-context.ts';
import { callFault } from '../../src-main/api/http/call-fault.ts';
import { PortCarrier } from '../../src-main/api/port-carrier.ts';
import { contract, type Contract } from '../../src-protocol/contract/index.ts';
import type { Role } from '../../src-protocol/model/role.ts';
import { SILENT } from './fakes/engine.ts';

/** A client of a few procedures, over a real channel. */
function connect(role: Role) {
  const os = implement(contract).$context<CallContext>();
  const router = {
    queue: { status: os.queue.status.handler(() => ({ priorities: [], jobs: [] })) },
    jobs: {
      get: os.jobs.get.handler(({ input }) => {
        throw callFault('NOT_FOUND', `There is no job ${input.id.toString()}.`);
      }),
      pause: os.jobs.pause.handler(() => {
        throw new Error('not reached by a viewer');
      }),
    },
    events: {
      subscribe: os.events.subscribe.handler(async function* ({ signal }) {
        yield { kind: 'reset' as const };
        while (signal?.aborted !== true) await new Promise((resolve) => setTimeout(resolve, 5));
      }),
    },
  };
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => {
    port1.close();
  });
  new PortCarrier(router as unknown as ApiRouter, SILENT).serve(port1, { role, name: 'window' });
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port: port2 }));
  return client;
}

describe('over a message port', () => {
  test('calls are answered, and refused in words', async () => {
    const client = connect('admin');
    expect(await client.queue.status()).toEqual({ priorities: [], jobs: [] });
    await expect(client.jobs.get({ id: 7 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no job 7.',
    });
    await expect(client.jobs.get({ id: 'seven' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('a viewer changes nothing', async () => {
    await expect(connect('viewer').jobs.pause({ id: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('events come as they happen, until the listener goes', async () => {
    const stopped = new AbortController();
    const events = await connect('admin').events.subscribe({}, { signal: stopped.signal });
    expect(await events.next()).toMatchObject({ done: false, value: { kind: 'reset' } });
    const next = events.next();
    stopped.abort();
    await expect(next).rejects.toThrow();
  });
});
