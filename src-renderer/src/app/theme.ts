import { desktopBridge } from '../bridge/desktop-bridge.ts';
import { usePreferences } from '../state/preferences.ts';

/** Shows the theme that the person has chosen; without a choice, that of the system. */
export function followTheme(): void {
  apply();
  usePreferences.subscribe(({ theme }, before) => {
    if (theme !== before.theme) apply();
  });
}

function apply(): void {
  const { theme } = usePreferences.getState();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  desktopBridge()
    ?.setTheme(theme)
    .catch(() => undefined); // the frame of the window keeps its theme; the page has its own
}
