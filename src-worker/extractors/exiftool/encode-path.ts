import { pathToBytes } from '../../../src-protocol/model/path-codec.ts';

/**
 * A path as lease-output.pl takes it: `path:` and the bytes percent-encoded but for those that are never special. ASCII
 * without white space: nothing in a name can end an argument, begin an option, or name a folder.
 */
export function encodePath(path: string): string {
  if (PLAIN.test(path)) return `path:${path}`;
  let encoded = 'path:';
  for (const byte of pathToBytes(path)) encoded += ENCODED_BYTES[byte] ?? '';
  return encoded;
}

const PLAIN = /^[\w./-]+$/;
const ENCODED_BYTES = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return PLAIN.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});
