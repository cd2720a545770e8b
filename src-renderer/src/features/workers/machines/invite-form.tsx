import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { Stepper } from '../../../ui/stepper.tsx';

/** How many may come in with a code, and how long. */
export interface InvitationWish {
  readonly uses: number;
  readonly validMinutes: number;
}

interface InviteFormProps {
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly onInvite: (wish: InvitationWish) => void;
}

const COMPUTERS_MOST = 100;
const DAY_MINUTES = 1_440;
const TIMES = [
  { minutes: 10, text: '10 minutes' },
  { minutes: 60, text: '1 hour' },
  { minutes: DAY_MINUTES, text: '1 day' },
  { minutes: 7 * DAY_MINUTES, text: '7 days' },
] as const;

/** What is asked before a code is made: it lets somebody in. */
export function InviteForm({ isBusy, error, onInvite }: InviteFormProps) {
  const [uses, setUses] = useState(1);
  const [validMinutes, setValidMinutes] = useState<number>(TIMES[0].minutes);
  return (
    <div className="flex grow flex-col gap-4">
      <p>
        For computers that cannot be reached from here, such as one behind a router, or many in a cluster. They dial
        this computer, with a code that it makes.
      </p>
      <div className="flex gap-8">
        <Stepper
          label="Computers"
          hint="That may come in with it."
          value={uses}
          min={1}
          max={COMPUTERS_MOST}
          onChange={setUses}
        />
        <Field label="Good for" hint="After that it lets nobody in.">
          {(control) => (
            <Select
              {...control}
              className="w-36"
              value={validMinutes}
              onChange={({ target }) => {
                setValidMinutes(Number(target.value));
              }}
            >
              {TIMES.map(({ minutes, text }) => (
                <option key={minutes} value={minutes}>
                  {text}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {error !== undefined && (
        <p role="alert" className="text-bad select-text">
          The code could not be made: {error}
        </p>
      )}
      <div className="mt-auto flex justify-end">
        <Button
          variant="primary"
          disabled={isBusy}
          onClick={() => {
            onInvite({ uses, validMinutes });
          }}
        >
          Make a code
        </Button>
      </div>
    </div>
  );
}
