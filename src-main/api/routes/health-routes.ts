import type { RawRoute } from '../http/raw-route.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** For programs that watch over servers: whether it lives, whether it takes work, and its metrics for Prometheus. */
export function healthRoutes(
  metrics: Pick<Metrics, 'contentType' | 'text'>,
  notReady: () => string | undefined,
): RawRoute[] {
  return [
    {
      method: 'GET',
      pattern: '/healthz',
      role: 'anybody',
      handle: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('ok\n');
      },
    },
    {
      method: 'GET',
      pattern: '/readyz',
      role: 'anybody',
      handle: (_request, response) => {
        const reason = notReady();
        response.writeHead(reason === undefined ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(`${reason ?? 'ok'}\n`);
      },
    },
    {
      method: 'GET',
      pattern: '/metrics',
      role: 'viewer',
      handle: async (_request, response) => {
        const text = await metrics.text();
        response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
      },
    },
  ];
}
