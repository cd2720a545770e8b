import type { CoreFields } from '../../../src-protocol/model/core-fields.ts';
import { CORE_FIELD_NAMES } from '../../../src-protocol/model/core-fields.ts';
import { CodedColumn } from './coded-column.ts';
import type { Column } from './column.ts';
import { DateColumn } from './date-column.ts';
import { dateKeyOf, textOfDateKey } from './date-key.ts';
import { LISTS, PLAIN } from './faces.ts';
import { NumberColumn } from './number-column.ts';
import type { ScannedField } from './scan-core.ts';
import { scanCore } from './scan-core.ts';

/** `measure`: a number that hardly ever occurs twice. */
type KindOf<Value> = Value extends number
  ? 'number' | 'measure'
  : Value extends boolean
    ? 'boolean'
    : Value extends string
      ? 'text'
      : Value extends readonly string[]
        ? 'list'
        : 'date';

const KINDS: { readonly [Field in keyof CoreFields]-?: KindOf<NonNullable<CoreFields[Field]>> } = {
  mediaKind: 'text',
  format: 'text',
  mimeType: 'text',
  width: 'number',
  height: 'number',
  orientation: 'number',
  durationS: 'measure',
  frameRate: 'number',
  videoCodec: 'text',
  audioCodec: 'text',
  bitRate: 'measure',
  channels: 'number',
  sampleRateHz: 'number',
  bitsPerSample: 'number',
  colorSpace: 'text',
  capturedAt: 'date',
  createdAt: 'date',
  make: 'text',
  model: 'text',
  lens: 'text',
  serialNumber: 'text',
  iso: 'number',
  fNumber: 'number',
  exposureS: 'number',
  focalLengthMm: 'number',
  focalLength35Mm: 'number',
  flashFired: 'boolean',
  latitude: 'measure',
  longitude: 'measure',
  altitudeM: 'measure',
  title: 'text',
  description: 'text',
  keywords: 'list',
  creator: 'text',
  copyright: 'text',
  rating: 'number',
  software: 'text',
  pageCount: 'number',
  artist: 'text',
  album: 'text',
  track: 'text',
  genre: 'text',
};

/** The core fields of all files of a job. What is not of the form of its field is left out. */
export class CoreColumns {
  readonly columns = new Map<string, Column>();
  readonly #fields: readonly ScannedField[];
  readonly #byName: ReadonlyMap<string, ScannedField>;

  constructor(rowsExpected: () => number) {
    this.#fields = CORE_FIELD_NAMES.map((name) => {
      const kind = KINDS[name];
      const { column, set } = columnOf(kind, rowsExpected);
      this.columns.set(name, column);
      return { name, quoted: `"${name}":`, form: FORMS[kind], set };
    });
    this.#byName = new Map(this.#fields.map((field) => [field.name, field]));
  }

  clear(row: number): void {
    for (const column of this.columns.values()) column.clear(row);
  }

  /** Sets the fields of a row that has none. `coreJson`: as it is stored. */
  set(row: number, coreJson: string): void {
    if (scanCore(coreJson, this.#fields, row)) return;
    this.clear(row); // what was set before it was found to be of another form
    const core = JSON.parse(coreJson) as Readonly<Record<string, unknown>>;
    for (const name in core) {
      const field = this.#byName.get(name);
      const value = field === undefined ? undefined : valueOf(core[name], field.form);
      if (value !== undefined) field?.set(row, value);
    }
  }
}

const FORMS = {
  number: 'number',
  measure: 'number',
  boolean: 'boolean',
  text: 'text',
  list: 'list',
  date: 'date',
} as const satisfies Record<Kind, ScannedField['form']>;

type Kind = (typeof KINDS)[keyof typeof KINDS];
type Setter = ScannedField['set'];

function columnOf(kind: Kind, rows: () => number): { readonly column: Column; readonly set: Setter } {
  switch (kind) {
    case 'number':
    case 'boolean':
    case 'text': {
      const column = new CodedColumn(kind, PLAIN, rows);
      return {
        column,
        set: (row, value) => {
          column.set(row, value);
        },
      };
    }
    case 'list': {
      const column = new CodedColumn('text', LISTS, rows);
      return {
        column,
        set: (row, value) => {
          column.set(row, value);
        },
      };
    }
    case 'measure': {
      const column = new NumberColumn(rows);
      return {
        column,
        set: (row, value) => {
          column.set(row, Number(value));
        },
      };
    }
    case 'date': {
      const column = new DateColumn(rows, textOfDateKey);
      return {
        column,
        set: (row, value) => {
          column.set(row, dateKeyOf(String(value)));
        },
      };
    }
  }
}

/** A value in the form in which a field is set; undefined for one that is of another form. */
function valueOf(value: unknown, form: ScannedField['form']): ReturnType<typeof plainValue> {
  switch (form) {
    case 'list':
      return isListOfTexts(value) ? JSON.stringify(value) : undefined;
    case 'date':
      return typeof value === 'object' && value !== null && 'local' in value
        ? plainValue(value.local, 'string')
        : undefined;
    case 'text':
      return plainValue(value, 'string');
    case 'number':
    case 'boolean':
      return plainValue(value, form);
  }
}

function plainValue(value: unknown, type: 'string' | 'number' | 'boolean'): string | number | boolean | undefined {
  return typeof value === type ? (value as string | number | boolean) : undefined;
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === 'string');
}
