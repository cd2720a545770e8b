import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readPageFiles, type PageFiles } from './page-files.ts';
import { pageSecurityHeaders } from './page-security.ts';

const loopback = '127.0.0.1';
const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface StartPage {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built page to browsers on this computer only, and gives its URL. Without a port the system gives a free one.
 * Rejects when the page has not been built or the port is taken.
 */
export async function serveStartPage(options: { rendererFolder: string; port?: number }): Promise<StartPage> {
  const files = await readPageFiles(options.rendererFolder);
  const server = createServer((request, response) => {
    answer(files, request, response);
  });
  server.listen(options.port ?? 0, loopback);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${loopback}:${String(port)}/`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections(); // a browser keeps its connection open, and close() waits for it
      await closed;
    },
  };
}

function answer(files: PageFiles, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(pageSecurityHeaders)) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-cache');

  // A web page elsewhere can point a name of its own at this computer; the name then stands in the Host header.
  if (!isOwnHost(request.headers.host)) {
    refuse(response, 421, 'This page is only for this computer.');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    refuse(response, 405, 'This page can only be read.');
    return;
  }
  const file = files.get(pathOf(request));
  if (file === undefined) {
    refuse(response, 404, 'There is no such page.');
    return;
  }
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** The port is free to differ, so that the page can be reached through a tunnel; the name cannot. */
function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && ownHosts.has(host.toLowerCase().replace(/:\d+$/, ''));
}

function pathOf(request: IncomingMessage): string {
  const target = request.url ?? '';
  const query = target.search(/[?#]/);
  return query === -1 ? target : target.slice(0, query);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}
