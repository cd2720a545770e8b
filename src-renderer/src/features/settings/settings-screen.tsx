import type { ReactNode } from 'react';
import type { Settings } from '../../../../src-protocol/contract/settings.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { SETTINGS_SECTIONS, type SettingsSection, useSettingsSection } from '../../state/settings-section.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AddingSection } from './adding-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { BackupsList } from './backups-list.tsx';
import { MachinesSection } from './machines-section.tsx';
import { NumberSection } from './number-section.tsx';
import { StrategyCard } from './strategy-card.tsx';
import { TokensSection } from './tokens-section.tsx';
import { useSettings } from '../../state/settings.ts';

/** All that can be set: of this window, and of the program, whoever looks at it. */
export function SettingsScreen() {
  const section = useSettingsSection((state) => state.section);
  return (
    <Screen title="Settings" className="overflow-hidden">
      <Tabs
        label="Sections"
        tabs={SETTINGS_SECTIONS}
        value={section}
        place="side"
        className="min-h-0 flex-1"
        onChange={(chosen) => {
          useSettingsSection.setState({ section: chosen });
        }}
      >
        <div className="flex max-w-170 flex-col gap-3 pb-1">
          <Section section={section} />
        </div>
      </Tabs>
    </Screen>
  );
}

function Section({ section }: { readonly section: SettingsSection }): ReactNode {
  switch (section) {
    case 'appearance':
      return <AppearanceSection />;
    case 'adding':
      return <AddingSection />;
    case 'tokens':
      return <TokensSection />;
    case 'workers':
      return <Loaded>{(settings) => <NumberSection part="runtimes" title="Workers" settings={settings} />}</Loaded>;
    case 'machines':
      return <Loaded>{(settings) => <MachinesSection settings={settings} />}</Loaded>;
    case 'watch':
      return (
        <Loaded>{(settings) => <NumberSection part="watch" title="Watched folders" settings={settings} />}</Loaded>
      );
    case 'queue':
      return (
        <Loaded>
          {(settings) => (
            <>
              <StrategyCard settings={settings} />
              <NumberSection part="queue" title="Queue" settings={settings} />
            </>
          )}
        </Loaded>
      );
    case 'backups':
      return (
        <>
          <Loaded>{(settings) => <NumberSection part="backups" title="Backups" settings={settings} />}</Loaded>
          <BackupsList />
        </>
      );
    case 'cache':
    case 'alerts':
    case 'disk': {
      const title = SETTINGS_SECTIONS.find(({ id }) => id === section)?.title ?? '';
      return <Loaded>{(settings) => <NumberSection part={section} title={title} settings={settings} />}</Loaded>;
    }
  }
}

function Loaded({ children }: { readonly children: (settings: Settings) => ReactNode }) {
  const { data, error, refetch } = useSettings();
  if (data !== undefined) return children(data);
  if (error === null) return null;
  return (
    <Card title="The settings cannot be shown" aside={<Button onClick={() => void refetch()}>Try again</Button>}>
      <p className="text-muted select-text">{reasonOf(error)}</p>
    </Card>
  );
}
