import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gauge, Registry } from 'prom-client';
import { createBoundedServer } from '../api/http/bounded-server.ts';
import { DEFAULT_SERVER_LIMITS } from '../api/http/limits.ts';
import { RawRoutes } from '../api/http/raw-routes.ts';
import { pathOf } from '../api/http/route-pattern.ts';
import { healthRoutes } from '../api/routes/health-routes.ts';

/** How a worker stands, in numbers. */
export interface WorkerFigures {
  readonly slots: number;
  readonly busySlots: number;
  readonly filesDone: number;
  readonly storedBytes: number;
  /** Computers that it is connected to now. */
  readonly links: number;
}

export interface WorkerHealthPorts {
  readonly host: string;
  readonly port: number;
  readonly figures: () => WorkerFigures;
  /** Why it could not be given work, in a sentence. */
  readonly notReady: () => string | undefined;
}

export interface WorkerHealth extends AsyncDisposable {
  readonly url: string;
}

const ANYBODY = { caller: { role: 'viewer', name: 'anybody' } } as const;

/** Answers those who watch over workers, such as Kubernetes. Rejects where the port is taken. */
export async function serveWorkerHealth({ host, port, figures, notReady }: WorkerHealthPorts): Promise<WorkerHealth> {
  const routes = new RawRoutes(healthRoutes(registryOf(figures), notReady));
  const server = createBoundedServer(DEFAULT_SERVER_LIMITS);
  server.on('request', (request, response) => {
    answer(routes, request, response).catch(() => response.destroy()); // whoever asks goes away in the middle
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken.toString()}/`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(routes: RawRoutes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  const path = pathOf(request.url);
  const found = path === undefined ? undefined : routes.find(request.method, path);
  if (found === undefined) response.writeHead(404).end();
  else await found.route.handle(request, response, found.params, ANYBODY);
}

function registryOf(figures: () => WorkerFigures): { readonly contentType: string; text(): Promise<string> } {
  const registry = new Registry();
  const of = (name: string, help: string, read: (now: WorkerFigures) => number) => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => {
        gauge.set(read(figures()));
      },
    });
  };
  of('metaextract_slots', 'Files that can be read at the same time', ({ slots }) => slots);
  of('metaextract_busy_slots', 'Slots that have something to read', ({ busySlots }) => busySlots);
  of('metaextract_worker_files', 'Files that it has read since it was started', ({ filesDone }) => filesDone);
  of('metaextract_stored_bytes', 'Of files that were sent to it and lie there', ({ storedBytes }) => storedBytes);
  of('metaextract_links', 'Computers that it is connected to', ({ links }) => links);
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
