import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export interface PageFile {
  readonly contentType: string;
  readonly body: Buffer<ArrayBuffer>;
}

/** The files of the page by the path under which a browser asks for them, such as `/assets/index.js`; `/` is the page. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const contentTypes = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.woff2', 'font/woff2'],
]);

/**
 * Reads the built page, about two megabytes, into memory. What a request names is only ever looked up among these, so
 * no path, however it is written, reaches another file. Rejects when the folder is not there.
 */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const shown = entries.flatMap((entry) => {
    const contentType = contentTypes.get(extname(entry.name));
    return entry.isFile() && contentType !== undefined
      ? [{ path: join(entry.parentPath, entry.name), contentType }]
      : [];
  });
  const read = shown.map(async ({ path, contentType }): Promise<[string, PageFile]> => {
    return [`/${relative(folder, path).split(sep).join('/')}`, { contentType, body: await readFile(path) }];
  });
  const files = new Map(await Promise.all(read));
  const page = files.get('/index.html');
  if (page === undefined) throw new Error(`There is no index.html in ${folder}`);
  return files.set('/', page);
}
