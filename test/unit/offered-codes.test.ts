import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OfferedCodes } from '../../src-main/cli/offered-codes.ts';
import type { WorkerEvent } from '../../src-main/cli/worker-events.ts';
import { readPairingCode } from '../../src-protocol/model/pairing-code.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function codesOf(paired: string[]) {
  const told: WorkerEvent[] = [];
  let made = 0;
  const codes = new OfferedCodes({
    invite: () => {
      made += 1;
      const secret = made.toString().padStart(22, 's');
      const code = { hosts: ['10.0.0.1'], port: 7_461, fingerprint: 'f'.repeat(43), secret, name: 'attic' };
      return { code, expiresAtMs: Date.now() + 10 * MINUTE_MS };
    },
    isAlone: () => paired.length === 0,
    tell: (event) => told.push(event),
  });
  return { codes, told };
}

test('while nobody is paired with a worker there is always a code that is good, and none after that', async () => {
  const paired: string[] = [];
  const { codes, told } = codesOf(paired);
  codes.offerIfAlone();
  await vi.advanceTimersByTimeAsync(25 * MINUTE_MS);
  expect(told).toHaveLength(3);
  const texts = told.map((event) => (event.event === 'code' ? event.code : ''));
  expect(new Set(texts).size).toBe(3);
  for (const text of texts) expect(readPairingCode(text)).toMatchObject({ ok: true });
  paired.push('desk');
  await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
  expect(told).toHaveLength(3);
  paired.pop();
  codes.offerIfAlone();
  expect(told).toHaveLength(4);
  codes[Symbol.dispose]();
  await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
  expect(told).toHaveLength(4);
});
