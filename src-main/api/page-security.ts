/**
 * The page needs nothing but its own files, so all else is off. Both carriers of the page send these: the window's own
 * scheme and the server.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export const pageSecurityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** In a browser the page also talks to the server that it came from; in the window it has a port instead. */
export const servedPageSecurityHeaders = {
  ...pageSecurityHeaders,
  'content-security-policy': `${contentSecurityPolicy}; connect-src 'self'`,
} as const;

/** Of everything that is not for a person to look at. */
export const answerSecurityHeaders = {
  ...pageSecurityHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
} as const;
