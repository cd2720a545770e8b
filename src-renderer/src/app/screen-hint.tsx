import type { ReactNode } from 'react';
import { prefer, usePreferences } from '../state/preferences.ts';
import { type ScreenName, useRoute } from '../state/route.ts';
import { Hint } from '../ui/hint.tsx';
import { Kbd } from '../ui/kbd.tsx';

const HINTS: Partial<Readonly<Record<ScreenName, ReactNode>>> = {
  add: (
    <>
      <Kbd keys="Mod+K" /> finds files, tags and commands from anywhere
    </>
  ),
  jobs: (
    <>
      <Kbd keys="Alt+Up" /> and <Kbd keys="Alt+Down" /> move a waiting job
    </>
  ),
  workers: <>Other computers can read along: see Add a computer</>,
  results: (
    <>
      Press <Kbd keys="?" /> for all keys
    </>
  ),
};

/** What is worth knowing at a screen, until it is put away. */
export function ScreenHint() {
  const screen = useRoute((route) => route.screen);
  const seen = usePreferences(({ hintsSeen }) => hintsSeen);
  const hint = HINTS[screen];
  if (hint === undefined || seen.includes(screen)) return null;
  return (
    <Hint
      onDismiss={() => {
        prefer({ hintsSeen: [...seen, screen] });
      }}
    >
      {hint}
    </Hint>
  );
}
