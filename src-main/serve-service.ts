import { serveApi } from './api/http/serve-api.ts';
import { downloadRoute } from './api/routes/download-route.ts';
import { healthRoutes } from './api/routes/health-routes.ts';
import { uploadRoute } from './api/uploads/upload-route.ts';
import type { Service } from './compose-service.ts';
import { composeService } from './compose-service.ts';
import { announceServer } from './config/server-file.ts';
import type { ServiceOptions } from './service/service-base.ts';

export interface ServeOptions extends Omit<ServiceOptions, 'works' | 'command'> {
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
  const service = await composeService({ ...options, command: 'serve', works: true });
  let isEnding = false;
  try {
    await service.resumeJobs();
    const served = await listen(service, options, () => (isEnding ? 'The server is ending.' : service.notReady()));
    const announced = announceServer(options.dataFolder, served.url);
    return {
      url: served.url,
      close: async (withinMs) => {
        isEnding = true;
        const until = performance.now() + withinMs;
        service.coordinator.hold('The server is ending.');
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

function listen(
  { router, tokens, metrics, exports, uploads, log }: Service,
  { host, port, allowedHosts, tokenRequired, pageFolder, docsFolder, version }: ServeOptions,
  notReady: () => string | undefined,
): ReturnType<typeof serveApi> {
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
