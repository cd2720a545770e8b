import { describe, expect, test } from 'vitest';
import { FaultCode } from '../../src-protocol/model/fault.ts';
import { failureFilter } from '../../src-renderer/src/features/failures/cause.ts';
import { FAULT_ADVICE } from '../../src-renderer/src/ui/fault-advice.ts';
import { extendTo, focusOn, NOTHING_CHOSEN, toggle } from '../../src-renderer/src/features/failures/file-choice.ts';

describe('advice', () => {
  test.each(FaultCode.options)('there is something to do about %s, in whole sentences', (code) => {
    expect(FAULT_ADVICE[code]).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('no two causes are answered with the same words', () => {
    expect(new Set(Object.values(FAULT_ADVICE)).size).toBe(FaultCode.options.length);
  });
});

test('a cause is asked for by outcome and code, all failures by outcome alone', () => {
  expect(failureFilter({ outcome: 'failed', code: 'corrupt' }).conditions).toEqual([
    { column: 'outcome', test: 'equals', values: ['failed'] },
    { column: 'error.code', test: 'equals', values: ['corrupt'] },
  ]);
  expect(failureFilter().conditions).toEqual([{ column: 'outcome', test: 'equals', values: ['failed', 'skipped'] }]);
});

describe('choosing files', () => {
  const idAt = (index: number) => (index < 10 ? 100 + index : undefined);

  test('a box is ticked and unticked', () => {
    const ticked = toggle(NOTHING_CHOSEN, 3, idAt);
    expect([...ticked.itemIds]).toEqual([103]);
    expect([...toggle(ticked, 3, idAt).itemIds]).toEqual([]);
  });

  test('looking at another file keeps what is chosen', () => {
    const choice = focusOn(toggle(NOTHING_CHOSEN, 3, idAt), 5);
    expect(choice).toEqual({ itemIds: new Set([103]), focused: 5, anchor: 5 });
  });

  test('Shift chooses from the anchor in both directions, and the anchor stays', () => {
    const down = extendTo(focusOn(NOTHING_CHOSEN, 4), 6, idAt);
    expect([...down.itemIds]).toEqual([104, 105, 106]);
    expect([...extendTo(down, 3, idAt).itemIds].sort()).toEqual([103, 104, 105, 106]);
    expect(down.anchor).toBe(4);
  });

  test('a file whose page is not there yet cannot be chosen', () => {
    expect(toggle(NOTHING_CHOSEN, 99, idAt)).toBe(NOTHING_CHOSEN);
    expect([...extendTo(focusOn(NOTHING_CHOSEN, 9), 12, idAt).itemIds]).toEqual([109]);
  });
});
