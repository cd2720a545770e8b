import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopCommand } from '../../src-protocol/desktop/desktop-bridge.ts';

export interface MenuActions {
  readonly addSources: (what: 'files' | 'folders') => void;
  readonly command: (command: DesktopCommand) => void;
  readonly openLogs: () => void;
}

type Items = MenuItemConstructorOptions[];

/** Only what the window has a use for: Electron's own menu also offers a reload and links to its makers. */
export function setMenu(actions: MenuActions): void {
  const template = process.platform === 'darwin' ? [appMenu(actions), ...menus(actions)] : menus(actions);
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function menus(actions: MenuActions): Items {
  return [fileMenu(actions), { role: 'editMenu' }, viewMenu(actions), { role: 'windowMenu' }, helpMenu(actions)];
}

function appMenu({ command }: MenuActions): MenuItemConstructorOptions {
  const pageItem = pageItems(command);
  return {
    role: 'appMenu',
    submenu: [
      pageItem('About MetaExtract', 'about'),
      { type: 'separator' },
      pageItem('Settings…', 'settings', 'CmdOrCtrl+,'),
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function fileMenu({ addSources, command }: MenuActions): MenuItemConstructorOptions {
  const pageItem = pageItems(command);
  const isMac = process.platform === 'darwin';
  const rest: Items = isMac
    ? [{ role: 'close' }]
    : [pageItem('Settings', 'settings', 'CmdOrCtrl+,'), { type: 'separator' }, { role: 'quit' }];
  return {
    label: '&File',
    submenu: [
      {
        label: 'Add files…',
        accelerator: 'CmdOrCtrl+O',
        click: () => {
          addSources('files');
        },
      },
      {
        label: 'Add folders…',
        accelerator: 'CmdOrCtrl+Shift+O',
        click: () => {
          addSources('folders');
        },
      },
      { type: 'separator' },
      pageItem('Export…', 'export', 'CmdOrCtrl+E'),
      { type: 'separator' },
      ...rest,
    ],
  };
}

function viewMenu({ command }: MenuActions): MenuItemConstructorOptions {
  const pageItem = pageItems(command);
  return {
    label: '&View',
    submenu: [
      pageItem('Add files', 'go-add-files', 'CmdOrCtrl+1'),
      pageItem('Jobs', 'go-jobs', 'CmdOrCtrl+2'),
      pageItem('Results', 'go-results', 'CmdOrCtrl+3'),
      pageItem('Failures', 'go-failures', 'CmdOrCtrl+4'),
      pageItem('Insights', 'go-insights', 'CmdOrCtrl+5'),
      { type: 'separator' },
      pageItem('Workers', 'go-workers', 'CmdOrCtrl+6'),
      pageItem('Cache', 'go-cache', 'CmdOrCtrl+7'),
      pageItem('Logs', 'go-logs', 'CmdOrCtrl+8'),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
}

function helpMenu({ command, openLogs }: MenuActions): MenuItemConstructorOptions {
  const pageItem = pageItems(command);
  const about: Items = process.platform === 'darwin' ? [] : [pageItem('About MetaExtract', 'about')];
  return {
    role: 'help',
    submenu: [
      pageItem('Keyboard shortcuts', 'keyboard-help', 'F1'),
      { label: 'Open log folder', click: openLogs },
      ...about,
    ],
  };
}

/** Items that the page carries out. */
function pageItems(send: MenuActions['command']) {
  return (label: string, command: DesktopCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      send(command);
    },
  });
}
