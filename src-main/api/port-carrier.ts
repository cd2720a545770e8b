import { RPCHandler } from '@orpc/server/message-port';
import type { Log } from '../coordinator/ports.ts';
import type { ApiRouter, Caller } from './call-context.ts';
import { OpenCalls } from './http/open-calls.ts';
import { servedCall, type ServedCall } from './http/served-call.ts';

/** What oRPC's handler asks of a port: one of Node, of a web page, or of Electron's main process. */
type Port = Parameters<RPCHandler<ServedCall>['upgrade']>[0];

/** A window is one person's: it is bounded only so that a page gone mad does not take the program with it. */
const OPEN_MAX = { calls: 256, streams: 64 };

/**
 * Answers the calls that come in over message ports, one for each window. The person at this computer is behind them, so
 * there is nobody to be asked for a token; what a message holds is decoded and checked like that of every other carrier.
 */
export class PortCarrier {
  readonly #handler: RPCHandler<ServedCall>;

  constructor(router: ApiRouter, log: Log) {
    // “never” for the linter: the type of any router has no end
    this.#handler = new RPCHandler<ServedCall>(router as never, { clientInterceptors: [servedCall(log)] });
  }

  /** Serves one port until it is closed; it has to be started by whoever has it, where it is of a kind that is. */
  serve(port: Port, caller: Caller): void {
    this.#handler.upgrade(port, {
      context: {
        caller,
        open: new OpenCalls(OPEN_MAX),
        admit: () => undefined,
      },
    });
  }
}
