import { type KeyboardEvent, useRef, useState } from 'react';
import type { Settings } from '../../../../src-protocol/contract/settings.ts';
import { TextField } from '../../ui/field.tsx';
import { changeOf, checkText, type NumberSetting, textOf, valueOf } from './number-settings.ts';
import { SettingRow } from './setting-row.tsx';
import { changeSettings } from '../../state/settings.ts';

interface NumberRowProps {
  readonly setting: NumberSetting;
  readonly settings: Settings;
}

/** A number that is saved when its field is left, or with Enter; Escape puts back what it was. */
export function NumberRow({ setting, settings }: NumberRowProps) {
  const [draft, setDraft] = useState<string>();
  const savedDraft = useRef<string>(undefined); // while that is on its way
  const value = valueOf(settings, setting);
  const checked = draft === undefined ? undefined : checkText(draft, setting);
  const save = async () => {
    if (checked?.ok !== true || draft === savedDraft.current) return; // Enter, and then the field is left
    savedDraft.current = draft;
    const isSame = checked.value === value;
    const isSaved =
      isSame ||
      (await changeSettings(
        changeOf([[setting, checked.value]]),
        `Saved: ${setting.label}, ${inWords(textOf(checked.value, setting), setting)}.`,
        changeOf([[setting, value]]),
      ));
    savedDraft.current = undefined;
    if (isSaved) setDraft((latest) => (latest === draft ? undefined : latest));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation();
      setDraft(undefined);
    }
  };
  return (
    <SettingRow label={setting.label} hint={setting.hint} error={checked?.ok === false ? checked.error : undefined}>
      {(control) => (
        <span className="flex items-center gap-2">
          <TextField
            {...control}
            inputMode="decimal"
            className={setting.whenEmpty === undefined ? 'w-20 text-right' : 'w-36 text-right'}
            placeholder={setting.whenEmpty}
            value={draft ?? textOf(value, setting)}
            onChange={(event) => {
              setDraft(event.target.value);
            }}
            onBlur={() => void save()}
            onKeyDown={onKey}
          />
          <span className="w-13 text-muted">{setting.unit.text}</span>
        </span>
      )}
    </SettingRow>
  );
}

function inWords(text: string, { unit, whenEmpty }: NumberSetting): string {
  return text === '' ? (whenEmpty ?? '') : `${text} ${unit.text}`.trim();
}
