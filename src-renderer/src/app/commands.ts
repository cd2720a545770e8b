import {
  Cable,
  ChartColumn,
  CircleAlert,
  Database,
  FilePlus2,
  Info,
  Keyboard,
  ListTodo,
  MonitorUp,
  ScrollText,
  Search,
  Settings,
  Share,
  Table2,
} from 'lucide-react';
import type { DesktopCommand } from '../../../src-protocol/desktop/desktop-bridge.ts';
import { openDialog } from '../state/dialogs.ts';
import { go } from '../state/route.ts';
import type { Command } from '../ui/command.ts';

/** The commands of the whole program, in the order in which the palette shows them. */
export const COMMANDS: readonly (Command & { readonly id: DesktopCommand | 'search' | 'add-computer' })[] = [
  {
    id: 'search',
    title: 'Search files and commands',
    icon: Search,
    shortcut: 'Mod+K',
    run: () => {
      openDialog('palette');
    },
  },
  {
    id: 'go-add-files',
    title: 'Add files',
    icon: FilePlus2,
    shortcut: 'Mod+1',
    run: () => {
      go('add');
    },
  },
  {
    id: 'go-jobs',
    title: 'Go to jobs',
    icon: ListTodo,
    shortcut: 'Mod+2',
    run: () => {
      go('jobs');
    },
  },
  {
    id: 'go-results',
    title: 'Go to results',
    icon: Table2,
    shortcut: 'Mod+3',
    run: () => {
      go('results');
    },
  },
  {
    id: 'go-failures',
    title: 'Go to failures',
    icon: CircleAlert,
    shortcut: 'Mod+4',
    run: () => {
      go('failures');
    },
  },
  {
    id: 'go-insights',
    title: 'Go to insights',
    icon: ChartColumn,
    shortcut: 'Mod+5',
    run: () => {
      go('insights');
    },
  },
  {
    id: 'go-workers',
    title: 'Go to workers',
    icon: Cable,
    shortcut: 'Mod+6',
    run: () => {
      go('workers');
    },
  },
  {
    id: 'go-cache',
    title: 'Go to cache',
    icon: Database,
    shortcut: 'Mod+7',
    run: () => {
      go('cache');
    },
  },
  {
    id: 'go-logs',
    title: 'Go to logs',
    icon: ScrollText,
    shortcut: 'Mod+8',
    run: () => {
      go('logs');
    },
  },
  {
    id: 'export',
    title: 'Export results',
    icon: Share,
    shortcut: 'Mod+E',
    run: () => {
      openDialog('export');
    },
  },
  {
    id: 'add-computer',
    title: 'Add a computer…',
    icon: MonitorUp,
    run: () => {
      openDialog('add-computer');
    },
  },
  {
    id: 'settings',
    title: 'Settings',
    icon: Settings,
    shortcut: 'Mod+,',
    run: () => {
      go('settings');
    },
  },
  {
    id: 'keyboard-help',
    title: 'Keyboard help',
    icon: Keyboard,
    shortcut: '?',
    run: () => {
      openDialog('keyboard-help');
    },
  },
  {
    id: 'about',
    title: 'About MetaExtract',
    icon: Info,
    run: () => {
      go('about');
    },
  },
];
