import { join } from 'node:path';
import { protocol } from 'electron';
import { type PageFiles, readPageFiles } from '../api/page-files.ts';
import { pageSecurityHeaders } from '../api/page-security.ts';

const scheme = 'metaextract';
const host = 'window';
const rendererFolder = join(import.meta.dirname, '../renderer');

/** Where the window finds its page: a scheme of our own, because a page from file:// may read every file there is. */
export const pageUrl = `${scheme}://${host}/`;

/** Whether it is the window's own page, whatever it has made of the end of its address. */
export function isPageUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === `${scheme}:` && url.host === host && url.pathname === '/';
}

/** Must run before Electron is ready. `standard` and `secure` give the page an origin, so that 'self' in the policy means it. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/**
 * Must be called after Electron is ready and before the window opens, which need not wait for what it gives: that resolves
 * once the page's files are read, and rejects where they are not there.
 */
export function servePage(): Promise<PageFiles> {
  const reading = readPageFiles(rendererFolder);
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const files = await reading;
    const file = url.host === host && request.method === 'GET' ? files.get(url.pathname) : undefined;
    if (file === undefined) return new Response(null, { status: 404, headers: pageSecurityHeaders });
    return new Response(file.body, { headers: { ...pageSecurityHeaders, 'content-type': file.contentType } });
  });
  return reading;
}
