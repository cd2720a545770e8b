import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import type { ExportService } from '../exports/export-service.ts';
import type { RawRoute } from '../http/raw-route.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
};

/** Sends the file of an export that is complete. */
export function downloadRoute(exports: ExportService): RawRoute {
  return {
    method: 'GET',
    pattern: `${API_PREFIX}/exports/{exportId}/file`,
    role: 'viewer',
    operation: {
      operationId: 'exports.download',
      tags: ['exports'],
      summary: 'The file of an export that is complete',
      parameters: [{ name: 'exportId', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { '200': { description: 'OK', content: { 'application/octet-stream': { schema: {} } } } },
    },
    async handle(request, response, params) {
      const { file, name, format } = exports.fileOf(params['exportId'] ?? '');
      const { size } = await stat(file);
      response.writeHead(200, {
        'content-type': CONTENT_TYPES[format] ?? 'application/octet-stream',
        'content-length': size,
        'content-disposition': `attachment; filename="${name}"`,
      });
      if (request.method === 'HEAD') response.end();
      else await pipeline(createReadStream(file), response);
    },
  };
}
