/** A JSON number as it is written: `2.10` is not `2.1`, and a digit beyond the 17th is still there. */
export class JsonNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** Objects are maps: they keep the order in which they are written, also of members whose names look like numbers. */
export type JsonValue = string | boolean | null | JsonNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const WORD = /true|false|null/y;

/** Parses JSON without changing a number or losing a member; throws a SyntaxError for a member that is there twice. */
export function parseLossless(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

/** JSON text that is equal for equal values: no white space, and every string escaped in the same way. */
export function canonicalJson(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.digits;
  if (value instanceof Map) {
    const members = [...(value as JsonObject)].map(
      ([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(canonicalJson).join(',')}]`;
  return JSON.stringify(value);
}

export function asObject(value: JsonValue | undefined): JsonObject {
  if (value instanceof Map) return value as JsonObject;
  throw new TypeError(`An object was expected, not ${value === undefined ? 'nothing' : canonicalJson(value)}.`);
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): JsonValue {
    this.#match(SPACE);
    const string = this.#match(STRING);
    if (string !== undefined) return JSON.parse(string) as string;
    const number = this.#match(NUMBER);
    if (number !== undefined) return new JsonNumber(number);
    if (this.#take('{')) return this.#object();
    if (this.#take('[')) return this.#array();
    const word = this.#match(WORD);
    if (word === undefined) throw this.#error('a value');
    return JSON.parse(word) as boolean | null;
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) throw this.#error('the end');
  }

  #object(): JsonObject {
    const members = new Map<string, JsonValue>();
    if (this.#take('}')) return members;
    do {
      this.#match(SPACE);
      const string = this.#match(STRING);
      if (string === undefined) throw this.#error('the name of a member');
      const name = JSON.parse(string) as string;
      if (members.has(name)) throw this.#error(`only one member ${name}`);
      if (!this.#take(':')) throw this.#error('a colon');
      members.set(name, this.value());
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#error('a closing brace');
    return members;
  }

  #array(): JsonValue[] {
    const items: JsonValue[] = [];
    if (this.#take(']')) return items;
    do items.push(this.value());
    while (this.#take(','));
    if (!this.#take(']')) throw this.#error('a closing bracket');
    return items;
  }

  #take(character: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [matched] = pattern.exec(this.#text) ?? [];
    if (matched !== undefined) this.#at += matched.length;
    return matched;
  }

  #error(expected: string): SyntaxError {
    return new SyntaxError(`Expected ${expected} at ${this.#at}: ${this.#text.slice(this.#at - 40, this.#at + 40)}`);
  }
}
