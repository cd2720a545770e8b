import { displayPath } from '../../src-protocol/model/path-codec.ts';

const NUMBER = /^-?(?:\d|[1-9]\d{1,14})(?:\.\d{1,16})?(?:e[-+]?\d{1,3})?$/i;
const TRUTH_VALUE = /^(?:true|false)$/i;

/**
 * The tag values of a file that was moved: the same but for the tags that say where it lies, which are written as ExifTool
 * writes them (what reads as a number or a truth value stands as one; a byte that is not UTF-8 stands as a question mark).
 */
export function movedTagValues(names: string, values: string, folder: string, name: string): string {
  const lines = values.split('\n');
  const nameList = names.split('\n');
  for (const [tag, text] of [
    ['System:FileName', name],
    ['System:Directory', folder],
  ] as const) {
    const at = nameList.indexOf(tag);
    if (at >= 0) lines[at] = tagText(text);
  }
  return lines.join('\n');
}

function tagText(path: string): string {
  const text = displayPath(path) === path ? path : path.replaceAll(/[\uDC80-\uDCFF]/gu, '?');
  if (TRUTH_VALUE.test(text)) return text.toLowerCase();
  return NUMBER.test(text) ? text : JSON.stringify(text);
}
