import { useCallback, useEffect, useState } from 'react';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { isShortcut } from '../../ui/shortcut.ts';
import { useIsNarrow } from './use-is-narrow.ts';

interface Panels {
  readonly isNarrow: boolean;
  readonly facetsOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly openFacets: (open: boolean) => void;
  readonly openInspector: (open: boolean) => void;
}

/** What stands beside the table. In a narrow window both begin closed, and one at most is open. */
export function usePanels(): Panels {
  const isNarrow = useIsNarrow();
  const facetsOpen = usePreferences((preferences) => preferences.facetsOpen);
  const inspectorOpen = usePreferences((preferences) => preferences.inspectorOpen);
  const [over, setOver] = useState<'facets' | 'inspector'>();

  const openFacets = useCallback(
    (open: boolean) => {
      if (isNarrow) setOver(open ? 'facets' : undefined);
      else prefer({ facetsOpen: open });
    },
    [isNarrow],
  );
  const openInspector = useCallback(
    (open: boolean) => {
      if (isNarrow) setOver(open ? 'inspector' : undefined);
      else prefer({ inspectorOpen: open });
    },
    [isNarrow],
  );
  const isInspectorOpen = isNarrow ? over === 'inspector' : inspectorOpen;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event, 'Mod+I') || event.defaultPrevented) return;
      event.preventDefault();
      openInspector(!isInspectorOpen);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [openInspector, isInspectorOpen]);

  return {
    isNarrow,
    facetsOpen: isNarrow ? over === 'facets' : facetsOpen,
    inspectorOpen: isInspectorOpen,
    openFacets,
    openInspector,
  };
}
