/** Under which the tokens are kept among the answers of calls. */
export const TOKENS_KEY = ['tokens'] as const;
