import { useState } from 'react';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import { UNITS } from '../../../ui/amounts.ts';
import { Field, TextField } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { limitsOf, limitText } from './limits.ts';
import { setLimits } from './machine-actions.ts';

interface LimitsDialogProps {
  readonly machine: Machine;
  readonly onClose: () => void;
}

/** How much of another computer is used. */
export function LimitsDialog({ machine, onClose }: LimitsDialogProps) {
  const [slots, setSlots] = useState(limitText(machine.limits.slots, UNITS.none));
  const [memory, setMemory] = useState(limitText(machine.limits.memoryLimitBytes, UNITS.gigabytes));
  const checked = limitsOf({ slots, memory });
  return (
    <FormDialog
      title={`Limits of ${machine.name}`}
      description="How much of it is used for this computer’s work. An empty field leaves it to the other computer."
      act="Save"
      canAct={checked.limits !== undefined}
      onAct={() => {
        if (checked.limits === undefined) return;
        onClose();
        void setLimits(machine, checked.limits);
      }}
      onClose={onClose}
    >
      <Field
        label="Files at the same time"
        hint="One slot reads one file at a time; each takes about one core."
        error={checked.slotsError}
      >
        {(control) => (
          <TextField
            {...control}
            autoFocus
            inputMode="numeric"
            placeholder="as many as it offers"
            className="w-44"
            value={slots}
            onChange={({ target }) => {
              setSlots(target.value);
            }}
          />
        )}
      </Field>
      <Field
        label="Memory of a process, in GB"
        hint="One with more is replaced between two files."
        error={checked.memoryError}
      >
        {(control) => (
          <TextField
            {...control}
            inputMode="decimal"
            placeholder="as it is set there"
            className="w-44"
            value={memory}
            onChange={({ target }) => {
              setMemory(target.value);
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
