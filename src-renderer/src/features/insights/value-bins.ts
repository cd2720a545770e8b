import { cellText } from '../../ui/columns.ts';
import { span } from '../../ui/condition-text.ts';
import type { Bar } from './bars.ts';

/** A part of the scale of a number: up to a value that belongs to the next one. */
export interface Bin {
  readonly label: string;
  readonly below: number;
}

interface CountedValue {
  readonly value: number;
  readonly files: number;
}

const ISOS = [25, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 102_400];
const APERTURES = [1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 22, 32];
const EXPOSURES = [1 / 8_000, 1 / 4_000, 1 / 2_000, 1 / 1_000, 1 / 500, 1 / 250, 1 / 125, 1 / 60, 1 / 30, 1 / 15]; // s
const LONG_EXPOSURES = [1 / 8, 1 / 4, 0.5, 1, 2, 4, 8, 15, 30, 60];
const FOCAL_LENGTHS = [4, 6, 8, 12, 16, 20, 24, 28, 35, 50, 70, 85, 105, 135, 200, 300, 400, 600, 800]; // mm

/** How the values of a column are gathered: at the steps that people know from a camera, or at round times. */
export const BINS: Readonly<Record<string, readonly Bin[]>> = {
  iso: around('iso', ISOS),
  fNumber: around('fNumber', APERTURES),
  exposureS: around('exposureS', [...EXPOSURES, ...LONG_EXPOSURES]),
  focalLengthMm: around('focalLengthMm', FOCAL_LENGTHS),
  durationS: [
    { label: 'up to 10 s', below: 10 },
    { label: '10–30 s', below: 30 },
    { label: '30–60 s', below: 60 },
    { label: '1–3 min', below: 180 },
    { label: '3–10 min', below: 600 },
    { label: '10–30 min', below: 1_800 },
    { label: '30–60 min', below: 3_600 },
    { label: '1–2 h', below: 7_200 },
    { label: 'over 2 h', below: Infinity },
  ],
};

/** Bins in whose middle, by logarithm, each of these values is. */
function around(column: string, values: readonly number[]): readonly Bin[] {
  return values.map((value, at) => {
    const next = values[at + 1];
    return { label: cellText(column, value), below: next === undefined ? Infinity : Math.sqrt(value * next) };
  });
}

/**
 * From the first bin with files to the last one. A condition names the smallest and the largest value that its bin has, so
 * that it finds exactly the files that were counted. What is not positive is unknown to the camera, and is left out.
 */
export function binnedBars(column: string, values: readonly CountedValue[], bins: readonly Bin[]): readonly Bar[] {
  const known = values.filter(({ value }) => value > 0);
  const bars = bins.map(({ label, below }, at) => {
    const above = bins[at - 1]?.below ?? 0;
    return barOf(
      column,
      label,
      known.filter(({ value }) => value >= above && value < below),
    );
  });
  const first = bars.findIndex(({ files }) => files > 0);
  return first < 0 ? [] : bars.slice(first, bars.findLastIndex(({ files }) => files > 0) + 1);
}

function barOf(column: string, label: string, values: readonly CountedValue[]): Bar {
  const from = Math.min(...values.map(({ value }) => value));
  const to = Math.max(...values.map(({ value }) => value));
  return {
    id: label,
    label,
    detail: values.length === 0 ? label : span(cellText(column, from), cellText(column, to)),
    files: values.reduce((sum, { files }) => sum + files, 0),
    condition: { column, test: 'between', from, to },
  };
}
