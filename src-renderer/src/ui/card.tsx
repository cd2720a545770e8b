import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface CardProps {
  readonly title?: string;
  /** Beside the title, at the right. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a screen that belongs together; with a title it is a region of its own for screen readers. */
export function Card({ title, aside, className, children }: CardProps) {
  const Part = title === undefined ? 'div' : 'section';
  return (
    <Part aria-label={title} className={classNames('rounded-lg border border-line bg-panel px-4 py-3.5', className)}>
      {(title !== undefined || aside !== undefined) && (
        <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          {title !== undefined && <h2 className="font-semibold">{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </Part>
  );
}
