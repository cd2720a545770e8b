import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src-client/client.ts';
import { collectGarbage } from './collect-garbage.ts';

async function clientOf(answer: RequestListener) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}/` });
}

describe('the client', () => {
  test('ends a stream of events with its signal, also after the garbage collector has been there', async () => {
    const client = await clientOf((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: message\ndata: {"kind":"reset"}\n\n');
    });
    const stopped = new AbortController();
    const heard: string[] = [];
    const listening = (async () => {
      for await (const { kind } of await client.events.subscribe({}, { signal: stopped.signal })) heard.push(kind);
    })();
    const ended = expect(listening).rejects.toThrow(/abort/i);
    await expect.poll(() => heard).toEqual(['reset']);
    for (let round = 0; round < 5; round++) {
      await delay(20);
      collectGarbage();
    }
    stopped.abort();
    await ended;
  });

  test('gives what a server says in a problem document as a fault with its code, its words and what is wrong where', async () => {
    const client = await clientOf((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/problem+json' });
      response.end(
        JSON.stringify({
          type: 'urn:metaextract:fault:bad-request',
          title: 'Bad Request',
          status: 400,
          code: 'bad-request',
          detail: 'It is wrong.',
          issues: [{ path: ['sources', 0], message: 'is empty' }],
        }),
      );
    });
    await expect(client.jobs.create({ sources: ['x'] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
      message: 'It is wrong.\n  sources.0: is empty',
    });
  });

  test('is refused at once where it asks for events with a wrong token, instead of asking for ever', async () => {
    let asked = 0;
    const client = await clientOf((_request, response) => {
      asked += 1;
      response.writeHead(401, { 'content-type': 'application/problem+json' });
      response.end(
        JSON.stringify({ code: 'unauthorized', status: 401, detail: 'The token is not one of this server.' }),
      );
    });
    await expect(client.events.subscribe({})).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'The token is not one of this server.',
    });
    expect(asked).toBe(1);
  });

  test('goes on listening by itself when the connection breaks, from the last event that it got', async () => {
    const asked: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: message\nid: e-${asked.length.toString()}\nretry: 10\ndata: {"kind":"reset"}\n\n`);
      if (asked.length < 3) setTimeout(() => response.destroy(), 20);
    });
    const stopped = new AbortController();
    let heard = 0;
    for await (const _ of await client.events.subscribe({}, { signal: stopped.signal })) if (++heard === 3) break;
    stopped.abort();
    expect(asked).toEqual([undefined, 'e-1', 'e-2']);
  });
});
