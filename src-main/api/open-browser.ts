import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Opens a web address in the person's browser. Gives whether an opener was found and started; a computer without one is
 * no error, because the address is printed as well.
 */
export async function openBrowser(url: string): Promise<boolean> {
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false; // an opener starts programs for other schemes

  const [command, ...commandArguments] = openerOf(process.platform);
  // No shell: an address is data, and a shell would read its & and ; as its own.
  const opener = spawn(command, [...commandArguments, url], { detached: true, stdio: 'ignore', windowsHide: true });
  try {
    await once(opener, 'spawn');
  } catch {
    return false;
  }
  opener.unref(); // the browser outlives us, and must not keep us alive
  return true;
}

function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
