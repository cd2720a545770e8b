import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface ScreenProps {
  readonly title: ReactNode;
  /** Below the title: the path, or what it is about. */
  readonly subtitle?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A screen in the middle of the frame: its title, and what scrolls below it. */
export function Screen({ title, subtitle, actions, className, children }: ScreenProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4.5 pt-4 pb-3">
        <div className="min-w-0 grow basis-60">
          <h1 className="truncate text-lg leading-tight font-[650] tracking-[-0.01em]">{title}</h1>
          {subtitle !== undefined && <div className="truncate text-muted">{subtitle}</div>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={classNames('flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4.5 pb-4.5', className)}>
        {children}
      </div>
    </div>
  );
}
