import { openApiDocument } from './openapi-document.ts';
import type { RawRoute } from './raw-route.ts';

/** `GET /openapi.json`. The document is made when it is first asked for, and stays the same. */
export function openApiRoute(version: string, raw: readonly RawRoute[]): RawRoute {
  let body: Promise<Buffer> | undefined;
  return {
    method: 'GET',
    pattern: '/openapi.json',
    role: 'anybody',
    async handle(_request, response) {
      body ??= openApiDocument(version, raw).then((document) => Buffer.from(JSON.stringify(document)));
      const bytes = await body;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
      response.end(bytes);
    },
  };
}
