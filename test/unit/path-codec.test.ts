import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  displayPath,
  isValidUtf8Path,
  mayHideInvalidBytes,
  pathFromBytes,
  pathToBytes,
} from '../../src-protocol/model/path-codec.ts';

const utf8 = new TextEncoder();
const anyBytes = fc.uint8Array({ maxLength: 60 });
/** Bytes that are nearly UTF-8: real text, cut and with bytes of multi-byte sequences strewn in. */
const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }).map((text) => [...utf8.encode(text)]),
      fc.uint8Array({ maxLength: 3, min: 0x80 }).map((bytes) => [...bytes]),
      fc.constantFrom([0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xff]),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));
const bytesOfNames = fc.oneof(anyBytes, nearlyUtf8);
/** Text as it can stand in a file name that is valid UTF-8: every code point but the surrogates. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

describe('the path codec', () => {
  test('gives the same bytes back, whatever they are', () => {
    fc.assert(
      fc.property(bytesOfNames, (bytes) => {
        expect([...pathToBytes(pathFromBytes(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  test('leaves valid UTF-8 as it is, a byte order mark included', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const path = pathFromBytes(utf8.encode(text));
        expect(path).toBe(text);
        expect(isValidUtf8Path(path)).toBe(true);
        expect(displayPath(path)).toBe(text);
        expect([...pathToBytes(path)]).toEqual([...utf8.encode(text)]);
      }),
    );
    expect(pathFromBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });

  test('says of a path whether its bytes are valid UTF-8', () => {
    fc.assert(
      fc.property(bytesOfNames, (bytes) => {
        let isValid = true;
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          isValid = false;
        }
        expect(isValidUtf8Path(pathFromBytes(bytes))).toBe(isValid);
      }),
    );
  });

  // What Python 3 makes of them: bytes.decode('utf-8', 'surrogateescape').
  test.each([
    { what: 'Latin-1', bytes: [0x63, 0x61, 0x66, 0xe9], path: 'caf\udce9' },
    { what: 'an overlong NUL', bytes: [0xc0, 0x80], path: '\udcc0\udc80' },
    { what: 'an encoded surrogate', bytes: [0xed, 0xa0, 0x80], path: '\udced\udca0\udc80' },
    { what: 'a code point past the last', bytes: [0xf4, 0x90, 0x80, 0x80], path: '\udcf4\udc90\udc80\udc80' },
    { what: 'a sequence cut short', bytes: [0xe2, 0x82, 0x2f], path: '\udce2\udc82/' },
    { what: 'a valid letter between', bytes: [0xff, 0xc3, 0xa4, 0xfe], path: '\udcffä\udcfe' },
  ])('turns each byte of $what into one lone surrogate', ({ bytes, path }) => {
    expect(pathFromBytes(Uint8Array.from(bytes))).toBe(path);
  });

  test('does not mistake half of a letter beyond U+FFFF for a byte', () => {
    const skull = '/💀'; // U+1F480: its second half is U+DC80
    expect(isValidUtf8Path(skull)).toBe(true);
    expect(displayPath(`${skull}\udc80`)).toBe(`${skull}\ufffd`);
    expect([...pathToBytes(`${skull}\udc80`)]).toEqual([...utf8.encode(skull), 0x80]);
  });

  test('works on the parts of a path as on the whole', () => {
    fc.assert(
      fc.property(bytesOfNames, bytesOfNames, (folder, name) => {
        const whole = pathFromBytes(Uint8Array.from([...folder, 0x2f, ...name]));
        expect(whole).toBe(`${pathFromBytes(folder)}/${pathFromBytes(name)}`);
      }),
    );
  });

  test('shows text that any program can read, with U+FFFD for each byte that is none', () => {
    fc.assert(
      fc.property(bytesOfNames, (bytes) => {
        const path = pathFromBytes(bytes);
        const shown = displayPath(path);
        expect(lossy.decode(utf8.encode(shown))).toBe(shown);
        expect(isValidUtf8Path(shown)).toBe(true);
        expect(shown).toHaveLength(path.length);
      }),
    );
  });

  test('suspects every name that was decoded with a loss', () => {
    fc.assert(
      fc.property(bytesOfNames, (bytes) => {
        if (!isValidUtf8Path(pathFromBytes(bytes))) expect(mayHideInvalidBytes(lossy.decode(bytes))).toBe(true);
      }),
    );
  });

  test('survives JSON, as a path in a stored job does', () => {
    fc.assert(
      fc.property(bytesOfNames, (bytes) => {
        const path = pathFromBytes(bytes);
        expect(JSON.parse(JSON.stringify(path))).toBe(path);
      }),
    );
  });
});
