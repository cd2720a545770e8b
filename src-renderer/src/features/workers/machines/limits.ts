import { MachineLimits } from '../../../../../src-protocol/model/machine-limits.ts';
import { formatAmount, parseAmount, type Unit, UNITS } from '../../../ui/amounts.ts';

/** What stands in the field of a limit; nothing where there is none. */
export function limitText(value: number | undefined, unit: Unit): string {
  return value === undefined ? '' : formatAmount(value, unit);
}

export interface CheckedLimits {
  /** There where both can be. */
  readonly limits?: MachineLimits;
  readonly slotsError?: string;
  readonly memoryError?: string;
}

/** The limits that were written, by the rules of the contract; an empty field is none. */
export function limitsOf({ slots, memory }: { readonly slots: string; readonly memory: string }): CheckedLimits {
  const slotsValue = valueOf(slots, UNITS.none);
  const memoryValue = valueOf(memory, UNITS.gigabytes);
  const { shape } = MachineLimits;
  const errors: CheckedLimits = {
    ...(!shape.slots.safeParse(slotsValue).success && { slotsError: 'Write a whole number from 1 to 1024.' }),
    ...(!shape.memoryLimitBytes.safeParse(memoryValue).success && {
      memoryError: `Write a number of at least ${formatAmount(1e8, UNITS.gigabytes)}.`,
    }),
  };
  if (errors.slotsError !== undefined || errors.memoryError !== undefined) return errors;
  return {
    limits: {
      ...(slotsValue !== undefined && { slots: slotsValue }),
      ...(memoryValue !== undefined && { memoryLimitBytes: memoryValue }),
    },
  };
}

/** NaN, which no rule lets pass, where it is no number. */
function valueOf(text: string, unit: Unit): number | undefined {
  return text.trim() === '' ? undefined : (parseAmount(text, unit) ?? Number.NaN);
}
