import { QueryClientProvider } from '@tanstack/react-query';
import { Cable } from 'lucide-react';
import type { ComponentType } from 'react';
import { AboutScreen } from '../features/about/about-screen.tsx';
import { CacheScreen } from '../features/cache/cache-screen.tsx';
import { ExportDialog } from '../features/export/export-dialog.tsx';
import { FailuresScreen } from '../features/failures/failures-screen.tsx';
import { InsightsScreen } from '../features/insights/insights-screen.tsx';
import { DropArea } from '../features/intake/drop-area.tsx';
import { IntakeScreen } from '../features/intake/intake-screen.tsx';
import { JobsScreen } from '../features/jobs/jobs-screen.tsx';
import { LogsScreen } from '../features/logs/logs-screen.tsx';
import { Inspector } from '../features/inspector/inspector.tsx';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { KeyboardHelp } from '../features/palette/keyboard-help.tsx';
import { ResultsScreen } from '../features/results/results-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { AddComputerDialog } from '../features/workers/machines/add-computer-dialog.tsx';
import { WorkersScreen } from '../features/workers/workers-screen.tsx';
import { useConnection } from '../state/connection.ts';
import { queries } from '../state/queries.ts';
import { type ScreenName, useRoute } from '../state/route.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { Announcer } from './announcer.tsx';
import { COMMANDS } from './commands.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { SideBar } from './side-bar.tsx';
import { StatusBar } from './status-bar.tsx';
import { Toaster } from './toaster.tsx';
import { TokenPage } from './token-page.tsx';
import { TopBar } from './top-bar.tsx';
import { useDesktopRequests } from './use-desktop-requests.ts';
import { useShortcuts } from './use-shortcuts.ts';

const SCREENS: Readonly<Record<ScreenName, ComponentType>> = {
  add: IntakeScreen,
  jobs: JobsScreen,
  results: () => <ResultsScreen inspector={Inspector} />,
  failures: FailuresScreen,
  insights: InsightsScreen,
  workers: WorkersScreen,
  cache: CacheScreen,
  logs: LogsScreen,
  settings: SettingsScreen,
  about: AboutScreen,
};

/** The frame: what is asked for stands in the middle, and the rest stays where it is. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider delayDuration={500}>
        <Connected />
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}

function Connected() {
  const phase = useConnection((connection) => connection.phase);
  if (phase === 'token-needed') return <TokenPage />;
  if (phase === 'connecting') return <Opening />;
  return <Frame />;
}

function Opening() {
  return (
    <main aria-busy className="h-full">
      <EmptyState icon={Cable} title="Opening your data">
        This takes a moment where many results are kept.
      </EmptyState>
    </main>
  );
}

function Frame() {
  useShortcuts();
  useDesktopRequests();
  const screen = useRoute((route) => route.screen);
  const Screen = SCREENS[screen];
  return (
    <DropArea>
      <div className="grid h-full grid-cols-[208px_minmax(0,1fr)] grid-rows-[44px_minmax(0,1fr)_28px] max-[999px]:grid-cols-[168px_minmax(0,1fr)]">
        <TopBar />
        <SideBar />
        <main className="min-h-0 min-w-0 overflow-hidden">
          <ScreenBoundary key={screen}>
            <Screen />
          </ScreenBoundary>
        </main>
        <StatusBar />
      </div>
      <CommandPalette commands={COMMANDS} />
      <KeyboardHelp commands={COMMANDS} />
      <ExportDialog />
      <AddComputerDialog />
      <Announcer />
    </DropArea>
  );
}
