import { create } from 'zustand';
import { type Client, connect, TokenNeeded } from '../bridge/connection.ts';

type Phase =
  /** Nobody has answered yet. */
  | 'connecting'
  | 'open'
  /** It was open, and is being tried again. */
  | 'lost'
  /** The server asks for a token. */
  | 'token-needed';

interface ConnectionState {
  readonly phase: Phase;
  readonly client: Client | undefined;
  readonly token: string | undefined;
}

const TOKEN_KEY = 'metaextract.token';
const RETRY_MS = 1_000;

export const useConnection = create<ConnectionState>(() => ({
  phase: 'connecting',
  client: undefined,
  // for this tab alone: whoever uses the computer next has to know it again
  token: sessionStorage.getItem(TOKEN_KEY) ?? undefined,
}));

/** The client for calls. Screens are shown only once there is one; over a lost connection a call rejects. */
export function api(): Client {
  const { client } = useConnection.getState();
  if (client === undefined) throw new Error('There is no connection to the server yet.');
  return client;
}

/** Connects, and again whenever the connection is lost, for as long as the page is there. */
export async function keepConnected(onOpen: (client: Client, lost: AbortSignal) => void): Promise<void> {
  for (;;) {
    try {
      const { client, lost } = await connect(useConnection.getState().token);
      const ended = new AbortController();
      useConnection.setState({ phase: 'open', client });
      onOpen(client, ended.signal);
      await lost;
      ended.abort();
      useConnection.setState({ phase: 'lost' });
    } catch (error) {
      if (error instanceof TokenNeeded) {
        useConnection.setState({ phase: 'token-needed' });
        await tokenGiven();
        continue;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Tries with this token. */
export function giveToken(token: string): void {
  sessionStorage.setItem(TOKEN_KEY, token);
  useConnection.setState({ phase: 'connecting', token });
}

function tokenGiven(): Promise<void> {
  return new Promise((resolve) => {
    const stop = useConnection.subscribe(({ phase }) => {
      if (phase !== 'connecting') return;
      stop();
      resolve();
    });
  });
}
