import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NumberColumn } from '../../src-main/store/results-index/number-column.ts';
import { gatherPlaces } from '../../src-main/store/results-index/position-grid.ts';

type Position = readonly [latitude: number, longitude: number];

function gather(positions: readonly (Position | undefined)[], cellsMax: number, isMeant: (row: number) => boolean) {
  const latitude = new NumberColumn(() => positions.length);
  const longitude = new NumberColumn(() => positions.length);
  for (const [row, position] of positions.entries()) {
    if (position === undefined) continue;
    latitude.set(row, position[0]);
    longitude.set(row, position[1]);
  }
  const mask = Uint8Array.from(positions, (_, row) => (isMeant(row) ? 1 : 0));
  return gatherPlaces(latitude, longitude, mask, cellsMax);
}

const all = () => true;
const position: fc.Arbitrary<Position> = fc.tuple(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: -180, max: 180, noNaN: true }),
);

describe('places', () => {
  test('are the positions themselves where there are few, those at one point together, the most files first', () => {
    const gathered = gather([[48.1, 11.5], undefined, [-33.9, 151.2], [48.1, 11.5], [95, 0], [10, 200]], 100, all);
    expect(gathered.files).toBe(3);
    expect(gathered.places).toEqual([
      { latitude: 48.1, longitude: 11.5, files: 2 },
      { latitude: -33.9, longitude: 151.2, files: 1 },
    ]);
  });

  test('are none without positions, and heed the mask', () => {
    expect(gather([undefined, undefined], 10, all)).toEqual({ files: 0, places: [] });
    expect(
      gather(
        [
          [1, 2],
          [3, 4],
        ],
        10,
        (row) => row === 1,
      ),
    ).toEqual({
      files: 1,
      places: [{ latitude: 3, longitude: 4, files: 1 }],
    });
  });

  test('of one town are as fine as those of the world', () => {
    const positions = Array.from({ length: 400 }, (_, at): Position => [
      48 + (at % 20) / 1e4,
      11 + Math.floor(at / 20) / 1e4,
    ]);
    expect(gather(positions, 400, all).places).toHaveLength(400);
    expect(gather(positions, 100, all).places.length).toBeGreaterThan(50);
  });

  test('are never more than allowed, and have every file within them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(position, { nil: undefined }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (given, cells) => {
          const { files, places } = gather(given, cells, all);
          const positions = given.filter((each) => each !== undefined);
          expect(files).toBe(positions.length);
          expect(places.length).toBeLessThanOrEqual(cells);
          expect(places.reduce((sum, place) => sum + place.files, 0)).toBe(files);
          const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
          expect(sumOf(places.map((place) => place.latitude * place.files))).toBeCloseTo(
            sumOf(positions.map(([north]) => north)),
            6,
          );
          expect(sumOf(places.map((place) => place.longitude * place.files))).toBeCloseTo(
            sumOf(positions.map(([, east]) => east)),
            6,
          );
        },
      ),
    );
  });
});
