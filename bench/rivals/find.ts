import type { Bench } from '../bench.ts';
import { countLines } from '../count-lines.ts';
import type { Finished } from '../run-command.ts';
import { runCommand } from '../run-command.ts';

export const FIND_FORMAT = '%p %s %T@\\n';

/** `find` printing path, size and time of every file. Rejects where `find` is not GNU's. */
export async function findFiles({ scratch }: Bench, tree: string): Promise<Finished & { readonly files: number }> {
  const output = scratch.path('find.txt');
  const args = [tree, '-type', 'f', '-printf', FIND_FORMAT];
  const finished = await runCommand({ file: 'find', args, stdoutFile: output, goodCodes: [0] });
  const files = countLines(output);
  scratch.drop(output);
  return { ...finished, files };
}
