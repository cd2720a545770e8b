import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, type Page } from 'playwright/test';
import type { Program } from './program.ts';

interface ExportOptions {
  readonly format: string;
  /** Further choices in the dialog. */
  readonly choose?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>;
}

/** Exports the results that are shown into a file, and gives what is in it. */
export async function exportTo(program: Program, path: string, { format, choose }: ExportOptions): Promise<string> {
  const { page } = program;
  await program.saveTo(path);
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export results' });
  await dialog.getByRole('radio', { name: format, exact: true }).click();
  await choose?.(dialog);
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog).toBeHidden();
  return savedText(path);
}

/** What is in a file that the program is to save, once it is there. */
export async function savedText(path: string): Promise<string> {
  await expect.poll(() => existsSync(path)).toBe(true);
  return readFile(path, 'utf8');
}

interface ExportedRecord {
  readonly path: string;
  readonly tags: Record<string, unknown>;
  readonly modules: Record<string, object>;
}

/** The records of a JSON export by path, without what is another at every reading: how long it took, and when it was. */
export function comparableRecords(json: string): ReadonlyMap<string, unknown> {
  const records = JSON.parse(json) as ExportedRecord[];
  return new Map(
    records.map(({ path, tags, modules, ...rest }) => [
      path,
      { ...rest, tags: withoutAccessDate(tags), modules: Object.keys(modules) },
    ]),
  );
}

/** The lines of a CSV export as cells by column, without the same columns. */
export function comparableRows(csv: string): readonly ReadonlyMap<string, string>[] {
  const [columns = [], ...rows] = parseCsv(csv);
  return rows
    .map((cells) => new Map(columns.map((column, index) => [column, cells[index] ?? ''])))
    .map((row) => new Map([...row].filter(([column]) => !/FileAccessDate|durationMs/.test(column))))
    .sort((one, other) => ((one.get('path') ?? '') < (other.get('path') ?? '') ? -1 : 1));
}

function withoutAccessDate({ 'System:FileAccessDate': _, ...tags }: Record<string, unknown>): object {
  return tags;
}

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',' && end !== '') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}
