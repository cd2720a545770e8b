import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 8;
const SECRET_BYTES = 32;
/** Hex and base64url without padding: letters that a header and a WebSocket subprotocol take as they are. */
const TOKEN = /^mx_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export interface ParsedToken {
  readonly id: string;
  readonly secret: string;
}

export function newTokenId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

export function newTokenSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What a person is shown once and a program sends. */
export function tokenText(id: string, secret: string): string {
  return `mx_${id}_${secret}`;
}

export function parseToken(text: string): ParsedToken | undefined {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/**
 * What is kept of a secret. A slow hash protects what people choose, because that can be guessed; 256 random bits cannot be
 * guessed at any speed, and each call has to be checked.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** In a time that says nothing about how much of it is right. */
export function isSecret(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}
