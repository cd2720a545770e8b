import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A random text that cannot be guessed, base64url. */
export function newSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** SHA-256, base64url: of a secret to keep instead of it, of a certificate its fingerprint. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url');
}

/** Compares in a time that says nothing about either; as it compares hashes, their lengths do not matter. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
