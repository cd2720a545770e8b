import { serveApi, type ServedApi } from './api/http/serve-api.ts';
import { Metrics } from './api/metrics/metrics.ts';
import { downloadRoute } from './api/routes/download-route.ts';
import { healthRoutes } from './api/routes/health-routes.ts';
import { uploadRoute } from './api/uploads/upload-route.ts';
import type { Service } from './compose-service.ts';
import { composeService } from './compose-service.ts';
import { announceServer } from './config/server-file.ts';
import type { ServiceOptions } from './service/service-base.ts';

export interface ServeOptions extends Omit<ServiceOptions, 'works' | 'command' | 'observer'> {
  /** Where to listen; any but a loopback address asks for tokens. */
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Names under which the server is reached. */
  readonly allowedHosts: readonly string[];
  /** Whether callers of this computer need a token too. */
  readonly tokenRequired: boolean;
  readonly pageFolder: string;
  readonly docsFolder: string;
}

export interface Served {
  readonly url: string;
  /** Takes no more work, finishes or gives back what is being read, and ends. */
  close(withinMs: number): Promise<void>;
}

const LEASES_LOOK_MS = 20;
const CLOSE_WITHIN_MS = 1_000;

/** Works on jobs, and answers over HTTP and WebSocket. */
export async function serveService(options: ServeOptions): Promise<Served> {
  const metrics: Metrics = new Metrics(() => service.gauges());
  const service: Service = await composeService({ ...options, command: 'serve', works: true, observer: metrics });
  let isEnding = false;
  try {
    await service.resumeJobs();
    const served = await listen(service, metrics, options, () =>
      isEnding ? 'The server is ending.' : service.notReady(),
    );
    const announced = await announce(options.dataFolder, served);
    return {
      url: served.url,
      close: async (withinMs) => {
        isEnding = true;
        const until = performance.now() + withinMs;
        service.coordinator.windDown('The server is ending.');
        while (isReading(service) && performance.now() < until)
          await new Promise((resolve) => setTimeout(resolve, LEASES_LOOK_MS));
        announced[Symbol.dispose]();
        await served.close(Math.max(CLOSE_WITHIN_MS, until - performance.now()));
        await service[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
}

/** Where nobody can be told of it, it listens no more. */
async function announce(dataFolder: string, served: ServedApi): Promise<Disposable> {
  try {
    return announceServer(dataFolder, served.url);
  } catch (error) {
    await served.close(0);
    throw error;
  }
}

function listen(
  { router, tokens, exports, uploads, log }: Service,
  metrics: Metrics,
  { host, port, allowedHosts, tokenRequired, pageFolder, docsFolder, version }: ServeOptions,
  notReady: () => string | undefined,
): Promise<ServedApi> {
  return serveApi({
    router,
    host,
    port,
    pageFolder,
    docsFolder,
    version,
    tokens,
    tokenRequired,
    allowedHosts,
    log,
    raw: [...healthRoutes(metrics, notReady), downloadRoute(exports), uploadRoute(uploads)],
  });
}

function isReading({ coordinator }: Service): boolean {
  return coordinator.leases().some(({ lease }) => lease !== undefined);
}
