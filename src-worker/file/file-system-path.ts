import { isValidUtf8Path, pathToBytes } from '../../src-protocol/model/path-codec.ts';

/** A path as Node's file functions take it: bytes where the name is not valid UTF-8. */
export function fileSystemPath(path: string): string | Buffer {
  return isValidUtf8Path(path) ? path : Buffer.from(pathToBytes(path));
}
