import type { Place } from '../../../src-protocol/contract/results.ts';
import type { Column, RowMask } from './column.ts';
import { extent } from './extent.ts';

export interface GatheredPlaces {
  /** That have a position. */
  readonly files: number;
  /** The most files first. */
  readonly places: Place[];
}

/** Of the side of the grid: so many cells side by side are the finest grid. */
const SIDE_BITS = 16;
const CODE_BITS = 2 * SIDE_BITS;
const SIDE_MASK = 2 ** SIDE_BITS - 1;
const SMALLEST_SPAN_DEGREES = 1e-6;

/**
 * Gathers positions into at most `cellsMax` cells of a grid over all of them. A cell has a number whose leading bits are the
 * number of the larger cell around it (a Z-order curve): sorted once, the numbers tell how many cells there are at any size.
 */
export function gatherPlaces(latitude: Column, longitude: Column, mask: RowMask, cellsMax: number): GatheredPlaces {
  const positions = positionsOf(latitude, longitude, mask);
  const codes = codesOf(positions);
  const bits = finestWithin(codes.toSorted(), cellsMax);
  const places = middles(positions, codes, bits);
  return { files: codes.length, places: places.sort((a, b) => b.files - a.files) };
}

interface Positions {
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
}

function positionsOf(latitude: Column, longitude: Column, mask: RowMask): Positions {
  const latitudes = new Float64Array(mask.length);
  const longitudes = new Float64Array(mask.length);
  let count = 0;
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] !== 1) continue;
    const north = latitude.number(row);
    const east = longitude.number(row);
    if (!(Math.abs(north) <= 90 && Math.abs(east) <= 180)) continue;
    latitudes[count] = north;
    longitudes[count++] = east;
  }
  return { latitudes: latitudes.subarray(0, count), longitudes: longitudes.subarray(0, count) };
}

function codesOf({ latitudes, longitudes }: Positions): Uint32Array {
  const [south, north] = extent(latitudes);
  const [west, east] = extent(longitudes);
  const perDegree = SIDE_MASK / Math.max(north - south, east - west, SMALLEST_SPAN_DEGREES);
  const codes = new Uint32Array(latitudes.length);
  for (let at = 0; at < codes.length; at++) {
    const y = ((latitudes[at] ?? 0) - south) * perDegree;
    const x = ((longitudes[at] ?? 0) - west) * perDegree;
    codes[at] = (spread(y) << 1) | spread(x);
  }
  return codes;
}

/** Puts a 0 before each of the 16 bits of a whole number. */
function spread(value: number): number {
  let bits = value & SIDE_MASK;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** How many leading bits of the sorted codes make at most so many cells. */
function finestWithin(sorted: Uint32Array, cellsMax: number): number {
  const moreCells = new Uint32Array(CODE_BITS + 1); // by how many leading bits a code and the one before have in common
  for (let at = 1; at < sorted.length; at++) {
    const common = Math.clz32((sorted[at] ?? 0) ^ (sorted[at - 1] ?? 0));
    moreCells[common] = (moreCells[common] ?? 0) + 1;
  }
  let cells = 1;
  let bits = 0; // without any bit all are in one cell
  while (bits < CODE_BITS && cells + (moreCells[bits] ?? 0) <= cellsMax) cells += moreCells[bits++] ?? 0;
  return bits;
}

/** A shift by all 32 bits would be none. */
function cellOf(code: number, bits: number): number {
  return bits === 0 ? 0 : code >>> (CODE_BITS - bits);
}

function middles({ latitudes, longitudes }: Positions, codes: Uint32Array, bits: number): Place[] {
  const places = new Map<number, { latitude: number; longitude: number; files: number }>();
  for (let at = 0; at < codes.length; at++) {
    const cell = cellOf(codes[at] ?? 0, bits);
    let sum = places.get(cell);
    if (sum === undefined) places.set(cell, (sum = { latitude: 0, longitude: 0, files: 0 }));
    sum.latitude += latitudes[at] ?? 0;
    sum.longitude += longitudes[at] ?? 0;
    sum.files++;
  }
  return Array.from(places.values(), ({ latitude, longitude, files }) => ({
    latitude: latitude / files,
    longitude: longitude / files,
    files,
  }));
}
