import type { z } from 'zod';
import { GREETING_BYTES_MAX } from '../src-protocol/messages/link.ts';

/**
 * The greeting travels in a header of the request for a WebSocket, and its answer in one of the response. So there is no
 * WebSocket before both sides know each other, and what a stranger can make this computer hold is a header.
 */
export const GREETING_HEADER = 'metaextract-greeting';
export const ANSWER_HEADER = 'metaextract-answer';
export const LINK_PATH = '/link';
/** A greeting in base64, and what any request for a WebSocket has. */
export const HEADERS_BYTES_MAX = Math.ceil((GREETING_BYTES_MAX * 4) / 3) + 2_048;

/** Base64url: a header is ASCII, and the name of a computer need not be. */
export function headerValue(message: object): string {
  return Buffer.from(JSON.stringify(message)).toString('base64url');
}

/** Undefined where it is not what the schema says. */
export function readHeader<T>(schema: z.ZodType<T>, value: string | string[] | undefined): T | undefined {
  if (typeof value !== 'string' || value.length * 0.75 > GREETING_BYTES_MAX) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
