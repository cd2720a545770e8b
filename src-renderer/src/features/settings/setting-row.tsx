import { type ReactNode, useId } from 'react';
import { type ControlIds, LabelAndHint } from '../../ui/field.tsx';

interface RowProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly children: (control: ControlIds) => ReactNode;
}

/** A setting: what it is at the left, and what it is set to at the right. */
export function SettingRow({ label, hint, error, children }: RowProps) {
  const id = useId();
  const notes = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(
    (note) => note !== false,
  );
  return (
    <div className="flex flex-col gap-1 border-t border-line py-2.5 first:border-t-0">
      <div className="flex items-center justify-between gap-6">
        <LabelAndHint id={id} label={label} hint={hint} className="font-medium" />
        <div className="shrink-0">
          {children({
            id,
            'aria-describedby': notes.length === 0 ? undefined : notes.join(' '),
            'aria-invalid': error !== undefined,
          })}
        </div>
      </div>
      {error !== undefined && (
        <span id={`${id}-error`} role="alert" className="self-end text-sm text-bad">
          {error}
        </span>
      )}
    </div>
  );
}
