import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaultCode } from '../../src-protocol/model/fault.ts';
import { FaultCode as FaultCodeSchema, isOfTheContent, isWorthRetrying } from '../../src-protocol/model/fault.ts';
import type { ItemDecision, ItemEvent, ItemProgress } from '../../src-protocol/model/item.ts';
import { backOffMs, decideItem, LONE_CRASHES_TO_QUARANTINE } from '../../src-protocol/model/item.ts';

const UNTRIED: ItemProgress = { attempts: 0, suspicions: 0 };

const anyCode = fc.constantFrom(...FaultCodeSchema.options);
const transientCode = anyCode.filter(isWorthRetrying);
const lastingCode = anyCode.filter((code) => !isWorthRetrying(code));
const maxAttempts = fc.integer({ min: 1, max: 100 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function failedWith(code: FaultCode): ItemEvent {
  return { kind: 'result', outcome: 'failed', fault: { code, message: code } };
}

/** A file as the scheduler treats it: suspected ones are leased alone. */
function lost(progress: ItemProgress, reading: boolean): ItemEvent {
  return { kind: 'lost', reading, alone: progress.suspicions > 0 };
}

/** Applies events until one of them ends the file, and says how many it took. */
function run(nextEvent: (progress: ItemProgress, step: number) => ItemEvent, attemptsMax: number, stepsMax: number) {
  let progress = UNTRIED;
  for (let step = 1; step <= stepsMax; step++) {
    const decision = decideItem(progress, nextEvent(progress, step), attemptsMax, 0.5);
    if (decision.kind === 'record') return { steps: step, decision };
    progress = decision.progress;
  }
  return { steps: stepsMax, decision: undefined };
}

describe('a result', () => {
  test('without a fault is kept, after however many attempts', () => {
    fc.assert(
      fc.property(fc.nat(50), maxAttempts, random, (attempts, max, chance) => {
        const event: ItemEvent = { kind: 'result', outcome: 'extracted', fault: undefined };
        const decision = decideItem({ attempts, suspicions: 1 }, event, max, chance);
        expect(decision).toEqual({ kind: 'record', fault: undefined, attempts: attempts + 1 });
      }),
    );
  });

  test('with a lasting fault is kept at once: another try would only fail again', () => {
    fc.assert(
      fc.property(lastingCode, maxAttempts, (code, max) => {
        expect(decideItem(UNTRIED, failedWith(code), max, 0)).toMatchObject({
          kind: 'record',
          fault: { code },
          attempts: 1,
        });
      }),
    );
  });

  test('with a transient fault is tried exactly as often as allowed, then kept with its last fault', () => {
    fc.assert(
      fc.property(transientCode, maxAttempts, (code, max) => {
        const { steps, decision } = run(() => failedWith(code), max, 200);
        expect(steps).toBe(max);
        expect(decision).toEqual({ kind: 'record', fault: { code, message: code }, attempts: max });
      }),
    );
  });

  test('waits longer after each try, never over a minute, and at least half of the full time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), random, (attempts, chance) => {
        const fullMs = backOffMs(attempts, 0);
        expect(fullMs).toBe(Math.min(60_000, 500 * 2 ** (attempts - 1)));
        const ms = backOffMs(attempts, chance);
        expect(ms).toBeGreaterThanOrEqual(fullMs / 2);
        expect(ms).toBeLessThanOrEqual(fullMs);
      }),
    );
  });

  test('is never both worth a retry and of the content', () => {
    for (const code of FaultCodeSchema.options) expect(isWorthRetrying(code) && isOfTheContent(code)).toBe(false);
  });
});

describe('a file whose worker is lost', () => {
  test('is tried again without delay and at no cost while it was only waiting', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(10), fc.boolean(), (attempts, suspicions, alone) => {
        const progress = { attempts, suspicions };
        const decision = decideItem(progress, { kind: 'lost', reading: false, alone }, 3, 0.5);
        expect(decision).toEqual({ kind: 'retry', progress, delayMs: 0 });
      }),
    );
  });

  test('is quarantined after it has been read alone twice and the worker died both times', () => {
    const { steps, decision } = run((progress) => lost(progress, true), 3, 50);
    expect(steps).toBe(1 + LONE_CRASHES_TO_QUARANTINE); // the first time others were with it
    expect(decision).toMatchObject({ kind: 'record', fault: { code: 'extractor-crashed' } });
  });

  test('is never quarantined while others were with it, however often the worker dies', () => {
    const { decision } = run(() => ({ kind: 'lost', reading: true, alone: false }), 1, 1_000);
    expect(decision).toBeUndefined();
  });

  test('is never quarantined when it was not the file being read', () => {
    const { decision } = run((progress) => lost(progress, false), 1, 1_000);
    expect(decision).toBeUndefined();
  });

  test('ends after a bounded number of reads, whatever comes between', () => {
    const anyEvent = fc.oneof(
      fc.constant('crash' as const),
      fc.constant('other crashes' as const),
      transientCode.map((code) => ({ code })),
    );
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 300, maxLength: 300 }),
        fc.integer({ min: 1, max: 10 }),
        (events, max) => {
          let reads = 0;
          run(
            (progress, step) => {
              const event = events[step - 1] ?? 'crash';
              if (event === 'other crashes') return lost(progress, false);
              reads += 1;
              return event === 'crash' ? lost(progress, true) : failedWith(event.code);
            },
            max,
            300,
          );
          expect(reads).toBeLessThanOrEqual(max + LONE_CRASHES_TO_QUARANTINE);
        },
      ),
    );
  });

  test('keeps its count of attempts, so that a crash does not buy more of them', () => {
    const decision: ItemDecision = decideItem(
      { attempts: 2, suspicions: 0 },
      { kind: 'lost', reading: true, alone: false },
      3,
      0,
    );
    expect(decision).toEqual({ kind: 'retry', progress: { attempts: 2, suspicions: 1 }, delayMs: 0 });
  });
});
