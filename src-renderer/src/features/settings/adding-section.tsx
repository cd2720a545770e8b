import { useState } from 'react';
import { Profile } from '../../../../src-protocol/model/extraction.ts';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { notify } from '../../state/toasts.ts';
import { Card } from '../../ui/card.tsx';
import { Field, Switch } from '../../ui/field.tsx';
import { PROFILE_TEXTS } from '../../ui/profile-texts.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { TextArea } from '../../ui/text-area.tsx';

/** What a new job begins with in this window. */
export function AddingSection() {
  const startOnDrop = usePreferences((preferences) => preferences.startOnDrop);
  const profile = usePreferences((preferences) => preferences.profile);
  return (
    <Card title="Adding files" className="flex flex-col gap-4">
      <Switch
        label="Start at once"
        hint="What is dropped becomes a job without being asked about first."
        checked={startOnDrop}
        onChange={(isOn) => {
          prefer({ startOnDrop: isOn });
        }}
      />
      <div className="flex flex-col items-start gap-1.5">
        <span className="font-medium">Profile</span>
        <Segmented
          label="Profile"
          value={profile}
          options={Profile.options.map((value) => ({ value, text: PROFILE_TEXTS[value] }))}
          onChange={(chosen) => {
            prefer({ profile: chosen });
          }}
        />
      </div>
      <Excludes />
    </Card>
  );
}

function Excludes() {
  const exclude = usePreferences((preferences) => preferences.exclude);
  const [draft, setDraft] = useState<string>();
  const save = () => {
    if (draft === undefined) return;
    setDraft(undefined);
    const patterns = draft
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (patterns.join('\n') === exclude.join('\n')) return;
    prefer({ exclude: [...new Set(patterns)] });
    notify('Saved: what is left out.', {
      text: 'Undo',
      run: () => {
        prefer({ exclude });
      },
    });
  };
  return (
    <Field
      label="Leave out"
      hint="Names and patterns of files and folders, one on each line, such as **/.git or *.tmp."
    >
      {(control) => (
        <TextArea
          {...control}
          rows={6}
          className="font-mono text-sm"
          value={draft ?? exclude.join('\n')}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          onBlur={save}
        />
      )}
    </Field>
  );
}
