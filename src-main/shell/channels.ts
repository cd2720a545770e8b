/** What passes between the preload script and the main process. */
export const CHANNELS = {
  /** From the page: it wants a port; the answer comes over `port`. */
  connect: 'metaextract:connect',
  /** From the page: whether anybody in it hears requests now. */
  listen: 'metaextract:listen',
  /** From the page: a BridgeCall, answered with a BridgeAnswer. */
  call: 'metaextract:call',
  /** To the page, with the port. */
  port: 'metaextract:port',
  /** To the page: a DesktopRequest. */
  request: 'metaextract:request',
} as const;
