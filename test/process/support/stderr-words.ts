import type { RunningCli } from './run-cli.ts';

/** Waits until what the command has written to standard error matches; fails where it ends without that. */
export async function stderrMatches({ child, ended }: RunningCli, pattern: RegExp): Promise<void> {
  let words = '';
  const said = new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      if (pattern.test(words)) resolve();
    });
  });
  const silent = ended.then(({ code, stderr }) => {
    if (!pattern.test(stderr)) throw new Error(`It ended with ${code} and never said ${pattern}: ${stderr}`);
  });
  await Promise.race([said, silent]);
}
