import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request may come from where it comes from: a program, which sends no Origin, or a page of this very server. That
 * is host and port alike; the scheme may differ, where a proxy in front of the server speaks TLS.
 */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  const page = parse(origin);
  if (page === undefined || host === undefined) return false; // “null” is some page, but not ours
  if (page.protocol !== 'http:' && page.protocol !== 'https:') return false;
  return parse(`${page.protocol}//${host}`)?.host === page.host;
}

/**
 * Browsers also say how a request came about, and do so where they send no Origin, as for a picture. From another site only
 * a person's step to the page itself is taken: a link to it, which shows nothing to the other site.
 */
export function isOwnFetch(headers: IncomingHttpHeaders, isPage: boolean): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return isPage && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
