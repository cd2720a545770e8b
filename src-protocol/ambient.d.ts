// The few globals that Node and browsers both have and that this folder may use. No library file of TypeScript holds
// just these, and taking the DOM's or Node's whole list would let anything else slip in.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: ArrayBuffer | ArrayBufferView, options?: { readonly stream?: boolean }): string;
}

declare class URLSearchParams {
  constructor(init?: string | Readonly<Record<string, string>>);
  get(name: string): string | null;
  toString(): string;
}

/** Base64 of a string whose characters are bytes (U+0000 to U+00FF). */
declare function btoa(data: string): string;

/** The string of bytes (U+0000 to U+00FF) that a base64 text stands for. */
declare function atob(data: string): string;

declare class AbortSignal {
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Gives what `clearTimeout` takes: a number in browsers, an object in Node. */
declare function setTimeout(act: () => void, afterMs: number): unknown;

declare function clearTimeout(timer: unknown): void;
