import { ipcMain, MessageChannelMain } from 'electron';
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent, MessagePortMain, WebFrameMain } from 'electron';
import { wordsOf } from '../cli/error-words.ts';
import type { Log } from '../coordinator/ports.ts';
import { BridgeCall, BridgeFault, type BridgeAnswer } from './bridge-call.ts';
import { CHANNELS } from './channels.ts';
import { isPageUrl } from './page-scheme.ts';
import type { PageRequests } from './page-requests.ts';

export interface PageLinkPorts {
  readonly window: () => BrowserWindow | undefined;
  readonly requests: PageRequests;
  /** Answers a call of the bridge; what it throws is told to the page where it is a BridgeFault. */
  readonly answer: (call: BridgeCall) => Promise<unknown>;
  /** Serves the contract on a port, once it can. */
  readonly serve: (port: MessagePortMain) => void;
  readonly log: Log;
}

/** The main process's end of the bridge: hears only the page in our own window, and decodes all that it says. */
export class PageLink {
  readonly #ports: PageLinkPorts;
  #served: MessagePortMain | undefined;

  constructor(ports: PageLinkPorts) {
    this.#ports = ports;
    ipcMain.on(CHANNELS.connect, (event) => {
      if (this.#isPage(event, CHANNELS.connect)) this.#connect();
    });
    ipcMain.on(CHANNELS.listen, (event, isListening: unknown) => {
      if (this.#isPage(event, CHANNELS.listen)) this.#listen(isListening === true);
    });
    ipcMain.handle(CHANNELS.call, (event, raw: unknown) => this.#answer(event, raw));
  }

  /** The page is gone, or another is being loaded. */
  reset(): void {
    this.#ports.requests.stopListening();
    this.#served?.close();
    this.#served = undefined;
  }

  #connect(): void {
    this.#served?.close(); // a page has one port
    const { port1, port2 } = new MessageChannelMain();
    this.#served = port1;
    this.#ports.window()?.webContents.postMessage(CHANNELS.port, null, [port2]);
    this.#ports.serve(port1);
  }

  #listen(isListening: boolean): void {
    const { requests, window } = this.#ports;
    if (!isListening) requests.stopListening();
    else
      requests.listen((request) => {
        window()?.webContents.send(CHANNELS.request, request);
      });
  }

  async #answer(event: IpcMainInvokeEvent, raw: unknown): Promise<BridgeAnswer> {
    if (!this.#isPage(event, CHANNELS.call)) return { ok: false, message: 'Only the page of the window may ask this.' };
    const call = BridgeCall.safeParse(raw);
    if (!call.success) {
      this.#ports.log.warn({ issues: call.error.issues }, 'bridge.malformed');
      return { ok: false, message: 'The request is not of the form that is asked for.' };
    }
    try {
      return { ok: true, value: await this.#ports.answer(call.data) };
    } catch (error) {
      if (error instanceof BridgeFault) return { ok: false, message: error.message };
      this.#ports.log.error({ kind: call.data.kind, error: String(error) }, 'bridge.failed');
      return { ok: false, message: `${sentenceOf(error)} The log may say more.` };
    }
  }

  #isPage({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent, channel: string): boolean {
    const contents = this.#ports.window()?.webContents;
    if (sender === contents && isMainFrame(senderFrame, contents.mainFrame)) return true;
    this.#ports.log.warn({ channel, url: senderFrame?.url }, 'bridge.refused');
    return false;
  }
}

/** A frame is another object at each look. */
function isMainFrame(frame: WebFrameMain | null, main: WebFrameMain): boolean {
  return (
    frame !== null &&
    frame.parent === null &&
    frame.processId === main.processId &&
    frame.routingId === main.routingId &&
    isPageUrl(frame.url)
  );
}

function sentenceOf(error: unknown): string {
  const words = wordsOf(error);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
