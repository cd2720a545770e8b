/**
 * Reads JSON as text, so that no number passes through floating point: `2.10` stays `2.10` and a 20-digit number keeps its
 * digits. Only what comes out of an extractor or of JSON.stringify is read, so nothing is validated; malformed text gives
 * some text, never an error and never an endless loop.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The members of a JSON object: key → JSON text of its value. */
export function membersOf(json: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = json.indexOf('{') + 1;
  while (at < json.length) {
    const keyAt = skipSpace(json, at);
    if (json.charCodeAt(keyAt) !== QUOTE) break;
    const keyEnd = endOfString(json, keyAt);
    const colon = skipSpace(json, keyEnd);
    if (json.charCodeAt(colon) !== COLON) break;
    const valueAt = skipSpace(json, colon + 1);
    const valueEnd = endOfValue(json, valueAt);
    members.set(stringOf(json.slice(keyAt, keyEnd)), json.slice(valueAt, valueEnd));
    at = nextItem(json, valueEnd);
  }
  return members;
}

/** The elements of a JSON array, each as JSON text. */
export function elementsOf(json: string): string[] {
  const elements: string[] = [];
  let at = skipSpace(json, json.indexOf('[') + 1);
  while (at < json.length && json.charCodeAt(at) !== CLOSE_ARRAY) {
    const end = endOfValue(json, at);
    if (end === at) break;
    elements.push(json.slice(at, end));
    at = skipSpace(json, nextItem(json, end));
  }
  return elements;
}

/** The text of a JSON string; malformed text is given back as it is. */
export function stringOf(json: string): string {
  if (!json.includes('\\')) return json.slice(1, -1);
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' ? text : json;
  } catch {
    return json;
  }
}

/** The same JSON without space between its parts. */
export function compactJson(json: string): string {
  return json.replaceAll(/("[^"\\]*(?:\\.[^"\\]*)*")|[ \t\r\n]+/g, '$1');
}

/** The position after the comma that follows `at`, or the end. */
function nextItem(json: string, at: number): number {
  const comma = skipSpace(json, at);
  return json.charCodeAt(comma) === COMMA ? comma + 1 : json.length;
}

function skipSpace(json: string, at: number): number {
  let next = at;
  while (next < json.length && json.charCodeAt(next) <= SPACE) next++;
  return next;
}

function endOfValue(json: string, at: number): number {
  const first = json.charCodeAt(at);
  if (first === QUOTE) return endOfString(json, at);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfNest(json, at);
  let end = at;
  while (end < json.length && !endsScalar(json.charCodeAt(end))) end++;
  return end;
}

function endsScalar(code: number): boolean {
  return code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY || code <= SPACE;
}

function endOfString(json: string, at: number): number {
  let quote = json.indexOf('"', at + 1);
  while (quote > 0 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote < 0 ? json.length : quote + 1;
}

/** A quotation mark behind an odd number of backslashes is part of the string. */
function isEscaped(json: string, quote: number): boolean {
  let from = quote;
  while (json.charCodeAt(from - 1) === BACKSLASH) from--;
  return (quote - from) % 2 === 1;
}

function endOfNest(json: string, at: number): number {
  let depth = 0;
  let next = at;
  while (next < json.length) {
    const code = json.charCodeAt(next);
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth--;
    next = code === QUOTE ? endOfString(json, next) : next + 1;
    if (depth === 0) break;
  }
  return next;
}
