import type { IncomingMessage } from 'node:http';
import { ORPCError } from '@orpc/server';
import { callFault } from './call-fault.ts';

/**
 * The JSON body of a call; undefined where there is none. Throws the contract's fault for a body that is too large, too slow
 * or not JSON, and takes no other type: a form in a web page elsewhere can send those without being asked whether it may.
 */
export async function readJsonBody(
  request: IncomingMessage,
  { bodyBytes, bodyMs }: { bodyBytes: number; bodyMs: number },
): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  if (Number(request.headers['content-length'] ?? 0) > bodyBytes) throw tooLarge(bodyBytes);
  const body = await readWithin(request, bodyBytes, bodyMs);
  if (body.length === 0) return undefined;
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new ORPCError('UNSUPPORTED_MEDIA_TYPE', { status: 415, message: 'The body must be application/json.' });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw callFault('BAD_REQUEST', 'The body is not valid JSON in UTF-8.');
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function readWithin(request: IncomingMessage, bodyBytes: number, bodyMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const late = setTimeout(() => {
      finish(() => {
        reject(new ORPCError('REQUEST_TIMEOUT', { status: 408, message: 'The body did not arrive in time.' }));
      });
    }, bodyMs);
    const finish = (settle: () => void) => {
      clearTimeout(late);
      request.off('data', take).off('end', end).off('error', broken).off('close', broken);
      settle();
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= bodyBytes) return;
      finish(() => {
        reject(tooLarge(bodyBytes));
      });
    };
    const end = () => {
      finish(() => {
        resolve(Buffer.concat(chunks));
      });
    };
    const broken = () => {
      finish(() => {
        reject(callFault('BAD_REQUEST', 'The connection ended within the body.'));
      });
    };
    request.on('data', take).on('end', end).on('error', broken).on('close', broken);
  });
}

function tooLarge(bodyBytes: number): Error {
  return callFault('CONTENT_TOO_LARGE', `A call may have a body of at most ${bodyBytes} bytes.`);
}
