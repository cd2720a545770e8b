import { RPCLink } from '@orpc/client/websocket';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import WebSocket from 'ws';
import type { Contract } from '../../src-protocol/contract/index.ts';
import { API_PREFIX } from '../../src-protocol/contract/index.ts';
import type { Bench, Line, Row } from '../bench.ts';
import { mixedCollection } from '../corpora/mixed.ts';
import { alternate, count, median, seconds, share, spread } from '../measure.ts';
import { jobDone, serveFor } from '../server.ts';
import { settle } from '../settle.ts';

const SUBSCRIBERS = 200;
const AT_MOST = 0.05;

export const subscribers: Row = {
  id: 'subscribers',
  method:
    'The time in which a server works through the mixed collection, cold, with 200 subscribers to all events over WebSockets of their own, against the same without any, in turn. The subscribers live in the process that measures, and their own work is part of what slows the job.',
  measure: async (bench) => {
    const { folder } = await mixedCollection(bench);
    const rounds = await alternate(bench.options.runs, async (run) => {
      bench.say(`subscribers, round ${(run + 1).toString()}`);
      const alone = await once(bench, folder, 0);
      return { alone, followed: await once(bench, folder, SUBSCRIBERS) };
    });
    const slower = rounds.map(({ alone, followed }) => followed.ms / alone.ms - 1);
    const line: Line = {
      what: `Slower with ${SUBSCRIBERS.toString()} subscribers`,
      ours: share(median(slower)),
      target: '< 5 %',
      met: median(slower) < AT_MOST,
      note: `ratios ${spread(slower.map((by) => 1 + by))}; ${seconds(median(rounds.map(({ followed }) => followed.ms)))} against ${seconds(median(rounds.map(({ alone }) => alone.ms)))}; ${count(median(rounds.map(({ followed }) => followed.events)))} events were received`,
    };
    return [line];
  },
};

async function once(bench: Bench, folder: string, listeners: number): Promise<{ ms: number; events: number }> {
  await settle(bench.scratch.folder);
  const data = bench.scratch.path('data');
  const server = await serveFor(bench, data);
  const stopped = new AbortController();
  let events = 0;
  const sockets = await Promise.all(Array.from({ length: listeners }, () => connect(server.url)));
  try {
    const listening = sockets.map(async ({ client }) => {
      const stream = await client.events.subscribe({}, { signal: stopped.signal });
      for await (const _ of stream) events += 1;
    });
    const { id } = await server.client.jobs.create({ sources: [folder], cache: 'off' });
    const { activeMs } = await jobDone(server.client, id);
    stopped.abort();
    await Promise.allSettled(listening);
    return { ms: activeMs, events };
  } finally {
    for (const { socket } of sockets) socket.terminate();
    await server[Symbol.asyncDispose]();
    bench.scratch.drop(data);
  }
}

async function connect(url: string): Promise<{ socket: WebSocket; client: ContractRouterClient<Contract> }> {
  const socket = new WebSocket(new URL(`${API_PREFIX}/socket`, url.replace(/^http/, 'ws')), ['metaextract.v1']);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, client: createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })) };
}
