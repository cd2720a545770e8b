import './example-record.css';

type Part = readonly ['key' | 'text' | 'number' | 'plain', string];

// One file's line, broken up so that it can be read. The names are those of the real record.
const lines: readonly (readonly Part[])[] = [
  [['plain', '{']],
  entry(1, 'path', ['text', '"/photos/alps/R5_4831.CR3"']),
  entry(1, 'outcome', ['text', '"extracted"']),
  entry(1, 'core', ['plain', '{']),
  entry(2, 'mediaKind', ['text', '"image"']),
  entry(2, 'make', ['text', '"Canon"']),
  entry(2, 'exposureS', ['number', '0.002']),
  entry(2, 'latitude', ['number', '46.5583']),
  [['plain', '  },']],
  entry(1, 'tags', ['plain', '{']),
  entry(2, 'IFD0:Make', ['text', '"Canon"']),
  entry(2, 'ExifIFD:ISO', ['number', '3200']),
  [['plain', '    …']],
  [['plain', '  }']],
  [['plain', '}']],
];

/** What the result looks like, for one file. */
export function ExampleRecord() {
  return (
    <section className="example" aria-labelledby="example-title">
      <h2 id="example-title">What you get for each file</h2>
      <pre>
        <code>
          {lines.map((parts, index) => (
            <span key={index} className="example-line">
              {parts.map(([kind, text], at) => (
                <span key={at} className={`example-${kind}`}>
                  {text}
                </span>
              ))}
            </span>
          ))}
        </code>
      </pre>
      <p>An example, shortened. “tags” holds all that is in the file, “core” the same names for every format.</p>
    </section>
  );
}

function entry(depth: number, key: string, value: Part): readonly Part[] {
  const opens = value[1] === '{';
  return [['plain', '  '.repeat(depth)], ['key', `"${key}"`], ['plain', ': '], value, ['plain', opens ? '' : ',']];
}
