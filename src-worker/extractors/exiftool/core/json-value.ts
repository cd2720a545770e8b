const QUOTE = 0x22;
const BRACKET = 0x5b;
const BRACE = 0x7b;

const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
/** White space and the NULs with which cameras pad their strings. */
const PADDING = /^[\s\0]+|[\s\0]+$/g;
const LIST_ITEM = /"(?:[^"\\]|\\.)*"|[^\s,[\]]+/g;

/** What ExifTool writes in place of a value that only `-b` would give, and of such a value before it is printed. */
const BINARY = '(Binary data ';
const RAW_BINARY = '<err>';

/**
 * The text in a JSON text of ExifTool, trimmed; a list's items are joined by `; ` (the separator that the Metadata Working
 * Group's guidelines 2.0 use for several creators). Numbers keep their digits: `2.10` stays `2.10`. Undefined where nothing
 * is left, for binary data and for structures.
 */
export function textOf(json: string): string | undefined {
  const first = json.charCodeAt(0);
  if (first === QUOTE) return cleanText(unquote(json));
  if (first === BRACE || json === 'null') return undefined;
  if (first !== BRACKET) return cleanText(json);
  const items = listOf(json);
  return items.length === 0 ? undefined : items.join('; ');
}

/** The texts of a list, or of a single value as a list of one; empty and structured items are left out. */
export function listOf(json: string): readonly string[] {
  if (json.charCodeAt(0) !== BRACKET) {
    const text = textOf(json);
    return text === undefined ? [] : [text];
  }
  if (json.includes('{')) return scalarsOf(parsed(json));
  const items: string[] = [];
  for (const [item] of json.matchAll(LIST_ITEM)) {
    const text = textOf(item);
    if (text !== undefined) items.push(text);
  }
  return items;
}

/** The finite number in a JSON text, bare or quoted (ExifTool quotes more than 15 digits); of a list, the first item's. */
export function numberOf(json: string): number | undefined {
  const first = json.charCodeAt(0);
  if (first === BRACKET) {
    const item = listOf(json)[0];
    return item === undefined ? undefined : decimalOf(item);
  }
  return decimalOf(first === QUOTE ? unquote(json).trim() : json);
}

/** The finite number that a text is as a whole; `18 mm`, `undef`, `inf` and an empty text are none. */
export function decimalOf(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function unquote(json: string): string {
  if (!json.includes('\\')) return json.slice(1, -1);
  const value = parsed(json);
  return typeof value === 'string' ? value : '';
}

function cleanText(text: string): string | undefined {
  const clean = text.replace(PADDING, '');
  return clean === '' || clean === RAW_BINARY || clean.startsWith(BINARY) ? undefined : clean;
}

function scalarsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') return [];
    const text = cleanText(String(item));
    return text === undefined ? [] : [text];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // a damaged line costs its own field, never the file
  }
}
