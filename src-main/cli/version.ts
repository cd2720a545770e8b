import { createRequire } from 'node:module';

/** Of the program, as its package says. */
export function programVersion(): string {
  return (createRequire(import.meta.url)('../../package.json') as { version: string }).version;
}
