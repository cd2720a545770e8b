/**
 * File names are bytes on Linux and need not be UTF-8. Inside the program a path is a string in which every byte that is
 * not part of valid UTF-8 stands as one lone surrogate U+DC80..U+DCFF (the rule of Python's PEP 383), so that a path can be
 * a map key or a JSON value and still be turned back into exactly its bytes. On Windows and macOS such bytes do not occur.
 */
const ESCAPED_BYTE = /[\uDC80-\uDCFF]/u;
const REPLACEMENT = '\uFFFD';
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8 = new TextEncoder();

/** The path of these bytes; `pathToBytes` gives the same bytes back. */
export function pathFromBytes(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return escapeInvalidBytes(bytes);
  }
}

/** The bytes of a path, as the file system has them. */
export function pathToBytes(path: string): Uint8Array {
  if (isValidUtf8Path(path)) return utf8.encode(path);
  const parts: number[] = [];
  for (const char of path) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else parts.push(...utf8.encode(char));
  }
  return Uint8Array.from(parts);
}

/** Whether the file system's name is valid UTF-8, so that the string itself can be used wherever a path is expected. */
export function isValidUtf8Path(path: string): boolean {
  return !ESCAPED_BYTE.test(path);
}

/** The path as text that can be shown and written to a file: each byte that is not valid UTF-8 becomes U+FFFD. */
export function displayPath(path: string): string {
  return isValidUtf8Path(path) ? path : path.replaceAll(/[\uDC80-\uDCFF]/gu, REPLACEMENT);
}

/** `decodeUtf8` gives U+FFFD for an invalid byte; only a name with that character needs its bytes looked at. */
export function mayHideInvalidBytes(decoded: string): boolean {
  return decoded.includes(REPLACEMENT);
}

function escapeInvalidBytes(bytes: Uint8Array): string {
  let path = '';
  let at = 0;
  while (at < bytes.length) {
    const length = utf8SequenceLength(bytes, at);
    if (length === 0) {
      path += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
    } else {
      path += strictUtf8.decode(bytes.subarray(at, at + length));
      at += length;
    }
  }
  return path;
}

/** The length in bytes of the valid UTF-8 sequence at `at`, or 0. */
function utf8SequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    strictUtf8.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
