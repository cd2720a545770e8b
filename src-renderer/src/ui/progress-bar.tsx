/** How much of a whole is done; without a share it is not known yet. */
export function ProgressBar({ label, share }: { readonly label: string; readonly share: number | undefined }) {
  const percent = share === undefined ? undefined : Math.floor(100 * Math.min(1, Math.max(0, share)));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 overflow-hidden rounded-full bg-line"
    >
      <div className="h-full rounded-full bg-accent" style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}
