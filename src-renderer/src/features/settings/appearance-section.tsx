import { prefer, resetPreferences, usePreferences } from '../../state/preferences.ts';
import { notify } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';

/** How this window looks, and the way back for all that was set in it. */
export function AppearanceSection() {
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <>
      <Card title="Appearance">
        <div className="flex items-center justify-between gap-6 py-1.5">
          <div className="flex min-w-0 flex-col">
            <span className="font-medium">Theme</span>
            <span className="text-sm text-muted">System follows what this computer is set to.</span>
          </div>
          <Segmented
            label="Theme"
            value={theme}
            options={[
              { value: 'system', text: 'System' },
              { value: 'light', text: 'Light' },
              { value: 'dark', text: 'Dark' },
            ]}
            onChange={(chosen) => {
              prefer({ theme: chosen });
            }}
          />
        </div>
      </Card>
      <Card title="This window">
        <div className="flex items-center justify-between gap-6 py-1.5">
          <p className="text-sm text-muted">
            Theme, panels, recent sources, hints and how you export are kept in this window or browser alone. Jobs,
            results and the settings of the program stay.
          </p>
          <Button onClick={reset}>Reset</Button>
        </div>
      </Card>
    </>
  );
}

function reset(): void {
  const before = usePreferences.getState();
  resetPreferences();
  notify('This window is as it came.', {
    text: 'Undo',
    run: () => {
      prefer(before);
    },
  });
}
