/** Shorter texts are read as they are: what they can become in memory is little. */
const LENGTH = 2 * 1_024 * 1_024;
/** The largest frames are large by the texts in them: a lease of the longest paths has a tenth of this. */
const VALUES_MAX = 200_000;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, OPEN_OBJECT] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b];

/**
 * Whether a JSON text that is long has more values than any frame. An empty list takes three bytes of a text and fifty of
 * memory: such a text is not to be parsed.
 */
export function hasTooManyValues(text: string): boolean {
  if (text.length <= LENGTH) return false;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA || code === OPEN_LIST || code === OPEN_OBJECT) values += 1;
    if (values > VALUES_MAX) return true;
  }
  return false;
}

/** Where the string that begins there ends; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1))
    if (!isEscaped(text, at)) return at;
  return text.length;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
