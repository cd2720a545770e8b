import type { MetaExtractClient } from '../../src-client/client.ts';
import { announcedServer } from '../config/server-file.ts';
import { CommandFault } from './exit.ts';
import { dataFolderOf } from './run-options.ts';
import { PROGRAM_FILES } from './program-files.ts';
import { runtimeLauncher } from './start-runtimes.ts';
import { type ServerOptions, tokenOf } from './server-options.ts';
import { programVersion } from './version.ts';

// The modules of the service are loaded when they are needed: most commands do without them, and start sooner.

/**
 * Asks the server that is named, or the one that has the data folder, or else the folder itself, all by the same calls.
 * Faults: CommandFault, with what the server says.
 */
export async function withClient<T>(
  options: ServerOptions,
  use: (client: MetaExtractClient) => Promise<T>,
): Promise<T> {
  const url = await serverOf(options);
  if (url !== undefined) return withServer(url, options, use);
  const dataFolder = dataFolderOf(options);
  try {
    const { openLocalClient } = await import('../local-client.ts');
    const local = await openLocalClient({
      dataFolder,
      version: programVersion(),
      threads: PROGRAM_FILES.threads(),
      launch: runtimeLauncher(),
    });
    try {
      return await use(local.client);
    } finally {
      await local[Symbol.asyncDispose]();
    }
  } catch (error) {
    throw await commandFault(error, undefined);
  }
}

/**
 * The same, where only a server will do: without one nothing happens that could be waited for. Faults: CommandFault, also
 * where there is none.
 */
export async function withLiveServer<T>(
  options: ServerOptions,
  use: (client: MetaExtractClient) => Promise<T>,
): Promise<T> {
  const url = await serverOf(options);
  if (url !== undefined) return withServer(url, options, use);
  throw new CommandFault(`No server works on ${dataFolderOf(options)}. Start one with: metaextract serve`);
}

/** The server that is named, or the one that has the data folder, if there is one. */
export async function serverOf(options: ServerOptions): Promise<string | undefined> {
  return options.server ?? (await announcedServer(dataFolderOf(options)));
}

/** Asks a server. Faults: CommandFault, with what the server says. */
export async function withServer<T>(
  url: string,
  options: ServerOptions,
  use: (client: MetaExtractClient) => Promise<T>,
): Promise<T> {
  try {
    const { createClient } = await import('../../src-client/client.ts');
    const token = tokenOf(options);
    return await use(createClient({ url, ...(token === undefined ? {} : { token }) }));
  } catch (error) {
    throw await commandFault(error, url);
  }
}

async function commandFault(error: unknown, url: string | undefined): Promise<unknown> {
  const { ORPCError } = await import('@orpc/client');
  if (error instanceof ORPCError) return new CommandFault(error.message);
  if (error instanceof TypeError && url !== undefined)
    return new CommandFault(`No server answers at ${url} (${causeOf(error)}). Start one with: metaextract serve`);
  return error;
}

/** `fetch` itself only says that it failed. */
function causeOf({ cause, message }: Error): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : message;
}
