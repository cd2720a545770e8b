import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
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
      parameters: [
        { name: 'exportId', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'name', in: 'query', description: 'what a browser calls the file', schema: { type: 'string' } },
      ],
      responses: { '200': { description: 'OK', content: { 'application/octet-stream': { schema: {} } } } },
    },
    async handle(request, response, params) {
      const { file, name, format } = exports.fileOf(params['exportId'] ?? '');
      const { size } = await stat(file);
      response.writeHead(200, {
        'content-type': CONTENT_TYPES[format] ?? 'application/octet-stream',
        'content-length': size,
        'content-disposition': disposition(name, request.url),
      });
      if (request.method === 'HEAD') response.end();
      else await sendFile(file, response);
    },
  };
}

async function sendFile(file: string, response: ServerResponse): Promise<void> {
  try {
    await pipeline(createReadStream(file), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // whoever fetched it has gone
  }
}

const NAME_MAX = 200;

/** The file under the name that was asked for, in the form of RFC 6266; under ours where none was, or for old programs. */
function disposition(name: string, url = ''): string {
  const wanted = new URLSearchParams(url.split('?')[1] ?? '').get('name')?.slice(0, NAME_MAX);
  const ours = `attachment; filename="${name}"`;
  if (wanted === undefined || wanted === '' || !wanted.isWellFormed()) return ours;
  const encoded = encodeURIComponent(wanted).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${ours}; filename*=UTF-8''${encoded}`;
}
