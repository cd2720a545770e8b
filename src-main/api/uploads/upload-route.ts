import { API_PREFIX } from '../../../src-protocol/contract/index.ts';
import { callFault } from '../http/call-fault.ts';
import type { RawRoute } from '../http/raw-route.ts';
import type { UploadSpool } from './upload-spool.ts';

/** The last moment that a JavaScript date can say. */
const LAST_MS = 8.64e15;

/** How one file gets into an upload: its bytes as they are, under its path. Answers with how the upload stands then. */
export function uploadRoute(spool: UploadSpool): RawRoute {
  return {
    method: 'PUT',
    pattern: `${API_PREFIX}/uploads/{uploadId}/files/{+path}`,
    role: 'admin',
    operation: {
      operationId: 'uploads.putFile',
      tags: ['uploads'],
      summary: 'Send one file; a folder is sent file by file',
      parameters: [
        { name: 'uploadId', in: 'path', required: true, schema: { type: 'string' } },
        {
          name: 'path',
          in: 'path',
          required: true,
          description: 'where the file lies in the upload, with its folders; its `/` stay as they are',
          schema: { type: 'string' },
        },
        {
          name: 'x-modified-at',
          in: 'header',
          description: 'when the file was last changed, in milliseconds since 1970',
          schema: { type: 'integer' },
        },
      ],
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
      responses: {
        '200': {
          description: 'OK',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Upload' } } },
        },
        default: { $ref: '#/components/responses/Problem' },
      },
    },
    async handle(request, response, params) {
      const upload = await spool.put(params['uploadId'] ?? '', params['path'] ?? '', request, {
        modifiedMs: modifiedMs(request.headers['x-modified-at']),
        announcedBytes: announcedBytes(request.headers['content-length']),
      });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(upload));
    },
  };
}

function modifiedMs(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = Number(header);
  if (header === '' || !Number.isFinite(ms) || Math.abs(ms) > LAST_MS)
    throw callFault('BAD_REQUEST', 'x-modified-at is a time in milliseconds since 1970.');
  return ms;
}

function announcedBytes(header: string | undefined): number | undefined {
  return header === undefined ? undefined : Number(header);
}
