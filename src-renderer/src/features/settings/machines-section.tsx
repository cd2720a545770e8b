import type { Settings } from '../../../../src-protocol/contract/settings.ts';
import { go } from '../../state/route.ts';
import { changeSettings } from '../../state/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Switch } from '../../ui/field.tsx';
import { NumberSection } from './number-section.tsx';

/** How this computer works with the others that were paired. */
export function MachinesSection({ settings }: { readonly settings: Settings }) {
  return (
    <>
      <Card title="Files of other computers">
        <Switch
          label="Send files that a worker does not see"
          hint="Without it, such files are only read by computers that see them themselves."
          checked={settings.machines.send}
          onChange={(send) => {
            void changeSettings({ machines: { send } }, send ? 'Saved: files are sent.' : 'Saved: no files are sent.', {
              machines: { send: !send },
            });
          }}
        />
        <div className="mt-3 flex items-center justify-between gap-6 border-t border-line pt-2.5">
          <p className="text-sm text-muted">
            Where the folders of this computer are at another one is set at that one, on the Workers screen.
          </p>
          <Button
            onClick={() => {
              go('workers');
            }}
          >
            Show workers
          </Button>
        </div>
      </Card>
      <NumberSection part="machines" title="Links" settings={settings} />
    </>
  );
}
