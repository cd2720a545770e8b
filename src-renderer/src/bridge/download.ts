import { authorization } from './connection.ts';

/** How long the browser may take to begin with a file that it was given from memory. */
const KEPT_MS = 60_000;

/**
 * Gives the person a file of the server. Without a token it is the browser's own download, however large the file is; a link
 * cannot carry a token, so with one the file is fetched first.
 */
export async function download(path: string, suggestedName: string, token: string | undefined): Promise<void> {
  if (token === undefined) {
    // what the server calls it wins over the link's own name
    follow(`${path}?${new URLSearchParams({ name: suggestedName }).toString()}`, suggestedName);
    return;
  }
  const response = await fetch(path, { headers: authorization(token) });
  if (!response.ok) throw new Error(`The server did not give the file (${response.status}).`);
  giveBlob(await response.blob(), suggestedName);
}

/** Gives the person a file that is there already. */
export function giveBlob(blob: Blob, suggestedName: string): void {
  const url = URL.createObjectURL(blob);
  follow(url, suggestedName);
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, KEPT_MS);
}

function follow(href: string, suggestedName: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = suggestedName;
  link.click();
}
