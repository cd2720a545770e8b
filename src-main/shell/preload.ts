import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  BRIDGE_NAME,
  PORT_MESSAGE,
  type DesktopBridge,
  type DesktopRequest,
  type DesktopTheme,
} from '../../src-protocol/desktop/desktop-bridge.ts';
import type { BridgeAnswer, BridgeCall } from './bridge-call.ts';
import { CHANNELS } from './channels.ts';

/** What is used here of the page's window, which is shared with it, unlike its objects. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, origin: string, ports: readonly unknown[]): void;
};

async function call(asked: BridgeCall): Promise<unknown> {
  const answer = (await ipcRenderer.invoke(CHANNELS.call, asked)) as BridgeAnswer;
  if (answer.ok) return answer.value;
  throw new Error(answer.message);
}

async function tell(asked: BridgeCall): Promise<void> {
  await call(asked);
}

const listeners = new Set<(request: DesktopRequest) => void>();

function onRequest(listener: (request: DesktopRequest) => void): () => void {
  listeners.add(listener);
  ipcRenderer.send(CHANNELS.listen, true);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) ipcRenderer.send(CHANNELS.listen, false);
  };
}

ipcRenderer.on(CHANNELS.request, (_event, request: DesktopRequest) => {
  for (const listener of listeners) listener(request);
});

// The bridge copies what passes it, and a port cannot be copied: the page hears of it as of any other message.
ipcRenderer.on(CHANNELS.port, ({ ports }) => {
  window.postMessage(PORT_MESSAGE, window.location.origin, ports);
});

function pathOf(file: object): string {
  try {
    return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
  } catch {
    return ''; // no File
  }
}

const { platform } = process;

const bridge: DesktopBridge = {
  version: __APP_VERSION__,
  platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
  connect: () => {
    ipcRenderer.send(CHANNELS.connect);
  },
  pathOf,
  chooseSources: async (what) => (await call({ kind: 'choose-sources', what })) as string[],
  saveExport: async (exportId, suggestedName) =>
    (await call({ kind: 'save-export', exportId, suggestedName })) as { path: string } | undefined,
  revealExport: (exportId) => tell({ kind: 'reveal-export', exportId }),
  openResult: (jobId, itemId) => tell({ kind: 'open-result', jobId, itemId }),
  revealResult: (jobId, itemId) => tell({ kind: 'reveal-result', jobId, itemId }),
  openPlace: (latitude, longitude) => tell({ kind: 'open-place', latitude, longitude }),
  openLogs: () => tell({ kind: 'open-logs' }),
  chosenTheme: async () => (await call({ kind: 'chosen-theme' })) as DesktopTheme,
  setTheme: (theme) => tell({ kind: 'set-theme', theme }),
  onRequest,
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
