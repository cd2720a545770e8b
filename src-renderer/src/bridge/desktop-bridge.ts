import type { DesktopBridge } from '../../../src-protocol/desktop/desktop-bridge.ts';

declare global {
  interface Window {
    /** Only there in the desktop window, where the preload script puts it. */
    readonly metaextract?: DesktopBridge;
  }
}

/** What the desktop window lends the page, or undefined in a browser. */
export function desktopBridge(): DesktopBridge | undefined {
  return window.metaextract;
}
