import { BIG, join, latin1 } from '../../fixtures/blocks/bytes.ts';
import { pngChunk } from '../../fixtures/builders/png.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Values at the borders of what ExifTool writes as a number, a truth value or a string, and of what ends a line or a field. */
const VALUES = [
  ...['0', '-0', '007', '-12', '2.10', '1.', '.5', '+1', '1e5', '1E-05', '1e1000', '0x10', '١٢'],
  ...['123456789012345', '1234567890123456', '0.1234567890123456', '0.12345678901234567'],
  ...['true', 'TRUE', 'False', 'null', 'nan', 'inf'],
  ...['12\n', '2.10\n', '12\n\n', '\n12', '12 ', ' 12', '12\t', '12\r', '12\r\n', 'true\n', 'false\n', 'text\n'],
  ...[
    '',
    ' ',
    '\n',
    '\t',
    '"',
    '\\',
    '\\n',
    '\\u0041',
    '{}',
    '[]',
    '{"value":1,"text":2}',
    '{done}1',
    '{file}path:/etc/passwd',
    '\n{done}1\n',
    '\n{ready}\n',
  ],
  ...[
    'a\tb',
    'a\nb',
    'a\rb',
    'a\u0001b',
    'a\u001fb',
    'a\u007fb',
    'a\u0085b',
    'a\u2028b',
    'a\ufeffb',
    '<err>',
    '(Binary data 5 bytes, use -b option to extract)',
  ],
  ...['Grüße', '日本語', '👩‍🚀', 'e\u0301', 'Binary data 12 bytes'],
];

/** Not UTF-8: cut, overlong, a surrogate, beyond Unicode, Latin-1. */
const BYTES = [
  '\xc3',
  '\xe2\x82',
  '\xc0\xaf',
  '\xed\xa0\x80',
  '\xf5\x80\x80\x80',
  'caf\xe9',
  '\xff\xfe',
  'a\0b',
  'a\0',
];

/** Names that a tag might take over; ExifTool makes its own names of them. */
const KEYWORDS = [
  'Tab\tin it',
  'Line\nbreak',
  'Quote"d',
  'Back\\slash',
  'Grad°',
  'a:b',
  '  ',
  'value',
  'Copy1',
  'SourceFile',
  '-execute',
];

/** A PNG of one pixel whose texts are the values above, each under a keyword of its own. */
export function buildAwkwardPng(): Uint8Array {
  return join(
    SIGNATURE,
    pngChunk('IHDR', BIG.u32(1), BIG.u32(1), Uint8Array.of(8, 2, 0, 0, 0)),
    ...VALUES.map((value, index) => pngChunk('iTXt', `Awkward${index}`, Uint8Array.of(0, 0, 0, 0, 0), value)),
    ...BYTES.map((value, index) => pngChunk('iTXt', `Bytes${index}`, Uint8Array.of(0, 0, 0, 0, 0), latin1(value))),
    ...[...VALUES, ...BYTES].map((value, index) => pngChunk('tEXt', `Latin${index}`, 0, latin1(value))),
    ...KEYWORDS.map((keyword) => pngChunk('tEXt', latin1(keyword), 0, 'under an awkward name')),
    pngChunk('tEXt', 'Twice', 0, '1'),
    pngChunk('tEXt', 'Twice', 0, '2'),
    pngChunk('tEXt', 'Twice', 0, '2'),
    pngChunk('IEND'),
  );
}
