import { createRouterClient } from '@orpc/server';
import type { MetaExtractClient } from '../src-client/client.ts';
import { composeService } from './compose-service.ts';
import type { ServiceOptions } from './service/service-base.ts';

export interface LocalClient extends AsyncDisposable {
  readonly client: MetaExtractClient;
}

/** The same calls on a data folder that no server has, answered by this process. It works on no jobs. */
export async function openLocalClient(
  options: Pick<ServiceOptions, 'dataFolder' | 'version' | 'threads' | 'launch'>,
): Promise<LocalClient> {
  const service = await composeService({
    ...options,
    command: 'command',
    logLevel: 'info',
    roots: null,
    works: false,
    leaveCores: 1,
  });
  const context = { caller: { role: 'admin', name: 'command' } } as const;
  return {
    client: inProcess(createRouterClient(service.router, { context })),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** All that the contract has is JSON, or a file as it is, so that what is not carried at all is the same. */
function inProcess(client: unknown): MetaExtractClient {
  return client as MetaExtractClient;
}
