import {
  Columns2,
  Copy,
  Filter,
  FilterX,
  FolderOpen,
  PanelRight,
  Rows3,
  SquareArrowOutUpRight,
  Waypoints,
} from 'lucide-react';
import type { Cell } from '../../../../src-protocol/contract/results.ts';
import { count } from '../../../../src-protocol/model/words.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { copyText } from '../../state/clipboard.ts';
import { addCondition, type FilterCondition } from '../../state/results-view.ts';
import { notifyFault } from '../../state/toasts.ts';
import { cellText, columnTitle } from '../../ui/columns.ts';
import type { MenuItem } from '../../ui/menu.tsx';

export interface MenuPlace {
  readonly jobId: number;
  readonly itemId: number;
  readonly path: string;
  readonly column: string;
  readonly value: Cell;
  readonly selected: number;
}

interface RowActions {
  readonly copyRows: () => void;
  readonly openInspector: () => void;
}

/** What can be done with a row, and with the cell of it that was pointed at. */
export function rowMenu(place: MenuPlace, actions: RowActions): readonly MenuItem[] {
  const { jobId, itemId, path, column, value, selected } = place;
  const bridge = desktopBridge();
  const rows = selected > 1 ? `Copy ${count(selected)} rows` : 'Copy row';
  return [
    {
      id: 'inspect',
      text: selected > 1 ? 'Compare' : 'Inspect',
      icon: selected > 1 ? Columns2 : PanelRight,
      shortcut: 'Enter',
      onSelect: actions.openInspector,
    },
    ...(bridge === undefined
      ? []
      : [
          {
            id: 'open',
            text: 'Open',
            icon: SquareArrowOutUpRight,
            onSelect: () => {
              bridge.openResult(jobId, itemId).catch(fault('The file could not be opened'));
            },
          },
          {
            id: 'reveal',
            text: 'Show in folder',
            icon: FolderOpen,
            onSelect: () => {
              bridge.revealResult(jobId, itemId).catch(fault('The file could not be shown'));
            },
          },
        ]),
    {
      id: 'copy-cell',
      text: 'Copy cell',
      icon: Copy,
      separator: true,
      disabled: value === null,
      onSelect: () => {
        copyText(cellText(column, value), `${columnTitle(column)} copied`);
      },
    },
    { id: 'copy-rows', text: rows, icon: Rows3, shortcut: 'Mod+C', onSelect: actions.copyRows },
    {
      id: 'copy-path',
      text: 'Copy path',
      icon: Waypoints,
      onSelect: () => {
        copyText(path, 'Path copied');
      },
    },
    {
      id: 'only',
      text: 'Filter by this value',
      icon: Filter,
      separator: true,
      onSelect: () => {
        addCondition(value === null ? { column, test: 'absent' } : { column, test: 'equals', values: [value] });
      },
    },
    {
      id: 'exclude',
      text: 'Exclude this value',
      icon: FilterX,
      onSelect: () => {
        addCondition(withoutValue(column, value));
      },
    },
  ];
}

function withoutValue(column: string, value: Cell): FilterCondition {
  if (value === null) return { column, test: 'present' };
  return { column, test: 'equals', values: [value], not: true };
}

function fault(what: string): (error: unknown) => void {
  return (error) => {
    notifyFault(what, error);
  };
}
