import type { Settings } from '../../../../src-protocol/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { changeOf, NUMBER_SETTINGS, resetOf, type SettingsPart, valueOf } from './number-settings.ts';
import { NumberRow } from './number-row.tsx';
import { changeSettings } from '../../state/settings.ts';

interface NumberSectionProps {
  readonly part: SettingsPart;
  readonly title: string;
  readonly settings: Settings;
}

/** The numbers of one part, and the way back to what they came with. */
export function NumberSection({ part, title, settings }: NumberSectionProps) {
  const ofPart = NUMBER_SETTINGS[part];
  return (
    <Card
      title={title}
      aside={
        <Button
          variant="quiet"
          className="-my-1 -mr-2"
          onClick={() =>
            void changeSettings(
              resetOf(ofPart),
              `${title}: as it came.`,
              changeOf(ofPart.map((setting) => [setting, valueOf(settings, setting)])),
            )
          }
        >
          Reset to defaults
        </Button>
      }
    >
      {ofPart.map((setting) => (
        <NumberRow key={setting.key} setting={setting} settings={settings} />
      ))}
    </Card>
  );
}
