import { useMemo } from 'react';
import { encode } from 'uqr';
import { classNames } from './class-names.ts';

interface QrCodeProps {
  /** What it says to whoever reads it. */
  readonly text: string;
  /** For a screen reader. */
  readonly label: string;
  readonly className?: string;
}

/** Light around it, as ISO/IEC 18004 asks for. */
const QUIET_MODULES = 4;

/** A text for the camera of another device. It is dark on light in either theme: many readers take nothing else. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const { data, size } = useMemo(() => encode(text, { ecc: 'L', border: QUIET_MODULES }), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={classNames('rounded-md border border-line', className)}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={modulesPath(data)} fill="#16191d" />
    </svg>
  );
}

/** Each run of dark modules of a row as one rectangle. */
export function modulesPath(rows: readonly (readonly boolean[])[]): string {
  return rows
    .map((row, y) =>
      runsOf(row)
        .map(({ x, width }) => `M${x} ${y}h${width}v1h-${width}z`)
        .join(''),
    )
    .join('');
}

function runsOf(row: readonly boolean[]): readonly { readonly x: number; readonly width: number }[] {
  const runs: { x: number; width: number }[] = [];
  row.forEach((isDark, x) => {
    const last = runs.at(-1);
    if (!isDark) return;
    if (last !== undefined && last.x + last.width === x) last.width += 1;
    else runs.push({ x, width: 1 });
  });
  return runs;
}
