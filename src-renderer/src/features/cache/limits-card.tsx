import { useState } from 'react';
import type { CacheStatistics } from '../../state/system.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { changeLimits } from './cache-actions.ts';
import { DAYS_MOST, GIGABYTES_MOST, limitOf, limitsOf, limitTexts, type LimitTexts } from './limit-fields.ts';

/** How large and how old the cache may get. */
export function LimitsCard({ limits }: Pick<CacheStatistics, 'limits'>) {
  const [written, setWritten] = useState<LimitTexts>();
  const texts = written ?? limitTexts(limits);
  const wanted = limitsOf(texts);
  return (
    <Card title="Limits" className="col-span-2 min-w-0">
      <form
        className="grid grid-cols-2 gap-x-6 gap-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted === undefined) return;
          void changeLimits(wanted).then(() => {
            setWritten(undefined);
          });
        }}
      >
        <Limit
          label="Maximum size in GB"
          hint="What was not used for the longest time goes first."
          text={texts.gigabytes}
          most={GIGABYTES_MOST}
          onChange={(gigabytes) => {
            setWritten({ ...texts, gigabytes });
          }}
        />
        <Limit
          label="Maximum age in days"
          hint="What was not used for so long is forgotten."
          text={texts.days}
          most={DAYS_MOST}
          onChange={(days) => {
            setWritten({ ...texts, days });
          }}
        />
        <div className="col-span-full flex gap-2">
          <Button type="submit" disabled={written === undefined || wanted === undefined}>
            Save
          </Button>
          {written !== undefined && (
            <Button
              variant="quiet"
              onClick={() => {
                setWritten(undefined);
              }}
            >
              Reset
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}

interface LimitProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly most: number;
  readonly onChange: (text: string) => void;
}

function Limit({ label, hint, text, most, onChange }: LimitProps) {
  const isWrong = limitOf(text, most) === undefined;
  return (
    <Field label={label} hint={hint} error={isWrong ? `Write a number from 0 to ${most.toString()}.` : undefined}>
      {(control) => (
        <TextField
          {...control}
          inputMode="decimal"
          className="w-32"
          value={text}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      )}
    </Field>
  );
}
