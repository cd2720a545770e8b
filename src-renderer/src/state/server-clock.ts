/** How much the server's clock is ahead of the browser's. */
let aheadMs = 0;

/** Takes over what the server's clock says, which may stand minutes beside the browser's. */
export function setServerTime(at: string): void {
  aheadMs = Date.parse(at) - Date.now();
}

/** The time by the server's clock: to be held against times that it has told. */
export function serverNowMs(): number {
  return Date.now() + aheadMs;
}
