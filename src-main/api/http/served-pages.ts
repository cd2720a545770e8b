import type { ServerResponse } from 'node:http';
import type { PageFile, PageFiles } from '../page-files.ts';
import { readPageFiles } from '../page-files.ts';
import { servedPageSecurityHeaders } from '../page-security.ts';

/** The files of the web page, and under `/docs` those of the API's own page, by the path that a browser asks for. */
export async function readServedPages(pageFolder: string, docsFolder: string): Promise<PageFiles> {
  const [page, docs] = await Promise.all([readPageFiles(pageFolder), readPageFiles(docsFolder)]);
  const underDocs = [...docs].map(([path, file]) => [path === '/' ? '/docs' : `/docs${path}`, file] as const);
  return new Map([...page, ...underDocs]);
}

export function sendPage(response: ServerResponse, path: string, { contentType, body }: PageFile): void {
  for (const [name, value] of Object.entries(servedPageSecurityHeaders)) response.setHeader(name, value);
  // What the build puts there has a name that changes with its content.
  response.setHeader('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.writeHead(200, { 'content-type': contentType, 'content-length': body.length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
