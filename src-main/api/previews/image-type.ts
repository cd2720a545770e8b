/** How files begin that a browser shows. */
const BEGINNINGS: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['image/avif', /^[^]{4}ftyp(?:avif|avis|[^]{8}(?:[^]{4})*?(?:avif|avis))/],
  ['image/bmp', /^BM[^]{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0/],
  ['image/x-icon', /^\0\0\x01\0[^\0]\0/],
  // in an <img> it runs no script and loads nothing
  ['image/svg+xml', /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--[^]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/],
];

/** So many bytes tell a type. */
export const TYPE_BYTES = 1_024;

/** What a picture is that a browser shows, by its first bytes; undefined where it is none. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, TYPE_BYTES)).toString('latin1');
  return BEGINNINGS.find(([, pattern]) => pattern.test(head))?.[0];
}
