import { vi } from 'vitest';

/** Waits for what happens soon, over real timers, and with patience for a machine that is busy. */
export const soon = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 8_000, interval: 10 });
