import { compactJson, elementsOf, stringOf } from './json-text.ts';

/** How a table is written. `excel`: texts that a spreadsheet would run as a formula are made harmless. */
export interface Dialect {
  readonly separator: ',' | '\t';
  readonly excel: boolean;
}

const EXCEL_CELL_MAX_CHARS = 32_767;

/**
 * A place at which a spreadsheet may see the start of a formula: the start of the cell, and after a semicolon, tab or line
 * break, because Excel splits a comma-separated file at semicolons where the country does. Full-width signs count as plain
 * ones in East Asian Excel. What is wholly a number, up to the next such separator, is no formula and stays.
 * Rule: OWASP, “CSV Injection”; CWE-1236.
 */
const FORMULA_START =
  /(^|[;\t\r\n])([ \u00A0]*)(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])(?![+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:$|[;\t\r\n]))/g;
const MAY_START_FORMULA = /[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Makes cells of texts and of JSON values, quoted by RFC 4180 where needed; TSV is quoted by the same rule, as Excel and
 * every CSV library with a tab as its separator do, so that tabs and line breaks in a text survive.
 *
 * - A text that is present but empty is `""`, one that is absent is nothing: PostgreSQL and others keep them apart.
 * - U+0000 becomes U+FFFD: many readers of CSV stop at it or refuse the file. Lone surrogates become U+FFFD when the text
 *   is encoded as UTF-8.
 */
export class Cells {
  readonly separator: string;
  readonly #excel: boolean;
  readonly #needsQuotes: RegExp;
  #tooLongForExcel = 0;

  constructor(dialect: Dialect) {
    this.separator = dialect.separator;
    this.#excel = dialect.excel;
    this.#needsQuotes = dialect.separator === ',' ? /[",\r\n\0]/ : /["\t\r\n\0]/;
  }

  /** How many cells were longer than Excel can show; counted only for the Excel dialect. */
  get tooLongForExcel(): number {
    return this.#tooLongForExcel;
  }

  /** The cell of a text, whatever is in it. */
  text(text: string): string {
    const safe = this.#excel ? this.#harmless(text) : text;
    if (safe === '') return '""';
    if (!this.#needsQuotes.test(safe)) return safe;
    const visible = safe.includes('\0') ? safe.replaceAll('\0', '\uFFFD') : safe;
    return visible.includes('"') ? `"${visible.replaceAll('"', '""')}"` : `"${visible}"`;
  }

  /**
   * The cell of a JSON value: a string's text; a number or boolean as it is written in the JSON; nothing for null; the
   * scalars of an array joined by `; `; an object, or an array with something nested in it, as compact JSON.
   */
  json(json: string): string {
    switch (json.charCodeAt(0)) {
      case 0x22: // "
      case 0x5b: // [
      case 0x7b: // {
        return this.text(textOfJson(json));
      default:
        return json === 'null' ? '' : json;
    }
  }

  #harmless(text: string): string {
    if (text.length > EXCEL_CELL_MAX_CHARS) this.#tooLongForExcel++;
    return MAY_START_FORMULA.test(text) ? text.replaceAll(FORMULA_START, `$1$2'`) : text;
  }
}

function textOfJson(json: string): string {
  if (json.startsWith('"')) return stringOf(json);
  return json.startsWith('[') ? textOfArray(json) : compactJson(json);
}

function textOfArray(json: string): string {
  const elements = elementsOf(json);
  if (elements.some((element) => element.startsWith('{') || element.startsWith('['))) return compactJson(json);
  return elements.map(textOfScalar).join('; ');
}

function textOfScalar(json: string): string {
  if (json.startsWith('"')) return stringOf(json);
  return json === 'null' ? '' : json;
}
