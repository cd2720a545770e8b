import { classNames } from '../../ui/class-names.ts';

/** A box that something goes into. */
export function DropIcon({ className }: { readonly className?: string }) {
  return (
    <svg
      width="44"
      height="40"
      viewBox="0 0 44 40"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={classNames('shrink-0', className)}
      aria-hidden
    >
      <path d="M12 2h20M2 14h40M22 20v10M17.5 25.5 22 30l4.5-4.5" />
      <rect x="2" y="8" width="40" height="30" rx="4.5" />
    </svg>
  );
}
