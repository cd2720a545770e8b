import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { CliOptions, Program } from './run-cli.ts';
import { PROJECT_ROOT, testProgram } from './run-cli.ts';

/** Root reads every file. A test that runs as root runs the command as this user (“nobody”), any other as itself. */
export const OTHER_USER: CliOptions['user'] = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/**
 * The program for that user: the one that is tested, or where it lies in a folder that only its owner may enter, a copy of
 * all that is installed with it, made in `folder`.
 */
export async function programForOtherUser(folder: string): Promise<Program & { readonly root: string }> {
  const program = testProgram();
  if (OTHER_USER === undefined || canRun(program)) return { ...program, root: PROJECT_ROOT };
  process.stdout.write(`the program is copied to ${folder}, as ${PROJECT_ROOT} may not be entered by another user\n`);
  const parts = ['package.json', 'out', 'resources', 'test/process/extractors', ...(await installedPackages())];
  for (const part of parts) await cp(join(PROJECT_ROOT, part), join(folder, part), { recursive: true });
  const node = join(folder, 'node');
  await cp(program.node, node);
  return { node, cli: join(folder, relative(PROJECT_ROOT, program.cli)), root: folder };
}

function canRun({ node, cli }: Program): boolean {
  return spawnSync(node, [cli, '--version'], { ...OTHER_USER, cwd: '/' }).status === 0;
}

/** The folders of the packages that the program needs when it runs. */
async function installedPackages(): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(PROJECT_ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  const needed = Object.entries(lock.packages).flatMap(([path, { dev = false }]) => (dev ? [] : [path]));
  return needed.filter((path) => path.startsWith('node_modules/') && existsSync(join(PROJECT_ROOT, path)));
}
