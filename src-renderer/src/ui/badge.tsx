import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  accent: 'bg-accent-soft text-accent-text',
  neutral: 'bg-line text-muted',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const;
export type Tone = keyof typeof TONES;

/** A state in a word or two. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex shrink-0 items-center rounded-full px-2 py-px text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
