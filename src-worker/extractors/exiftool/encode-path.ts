import { pathToBytes } from '../../../src-protocol/model/path-codec.ts';
import type { ExtractionFile } from '../extractor.ts';

/**
 * A path as lease-output.pl takes it: `path:` and the bytes percent-encoded but for those that are never special. ASCII
 * without white space: nothing in a name can end an argument, begin an option, or name a folder.
 */
export function encodePath(path: string): string {
  return `path:${encoded(path)}`;
}

/** The same, with what the record is to say of the file where that is read from a copy or under another path. */
export function encodeFile({ path, original }: Pick<ExtractionFile, 'path' | 'original'>): string {
  if (original === undefined) return encodePath(path);
  const { stat } = original;
  const fields = [encodePath(path), `original:${encoded(original.path)}`];
  if (stat !== undefined)
    fields.push(...[stat.modifiedMs, stat.accessedMs, stat.changedMs].map(seconds), `${stat.mode}`);
  return fields.join('|');
}

function encoded(path: string): string {
  if (PLAIN.test(path)) return path;
  let text = '';
  for (const byte of pathToBytes(path)) text += ENCODED_BYTES[byte] ?? '';
  return text;
}

/** As Perl's stat gives a time. */
function seconds(ms: number): string {
  return Math.floor(ms / 1_000).toString();
}

const PLAIN = /^[\w./-]+$/;
const ENCODED_BYTES = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return PLAIN.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});
