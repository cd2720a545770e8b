import { describe, expect, test } from 'vitest';
import { coordinates } from '../../src-renderer/src/ui/coordinates.ts';
import {
  boundsBetween,
  frameOf,
  moved,
  placesView,
  project,
  worldView,
  zoomed,
} from '../../src-renderer/src/ui/map-view.ts';

const SIZE = { widthPx: 600, heightPx: 300 };
const BERN = { latitude: 46.948, longitude: 7.447 };
const SYDNEY = { latitude: -33.868, longitude: 151.209 };

describe('coordinates', () => {
  test('have their hemisphere instead of a sign', () => {
    expect(coordinates(46.5583, 8.5614)).toBe('46.5583 N, 8.5614 E');
    expect(coordinates(SYDNEY.latitude, -0.00001)).toBe('33.8680 S, 0.0000 E');
  });
});

describe('the view of the map', () => {
  test('shows the whole world, whatever its shape', () => {
    for (const size of [SIZE, { widthPx: 200, heightPx: 400 }]) {
      const { left, top, width, height } = frameOf(worldView(size), size);
      for (const { x, y } of [project({ latitude: 79, longitude: -180 }), project({ latitude: -57, longitude: 180 })]) {
        expect(x).toBeGreaterThanOrEqual(left - 1e-9);
        expect(x).toBeLessThanOrEqual(left + width + 1e-9);
        expect(y).toBeGreaterThanOrEqual(top - 1e-9);
        expect(y).toBeLessThanOrEqual(top + height + 1e-9);
      }
    }
  });

  test('shows a single place in the middle of its surroundings', () => {
    const view = placesView([BERN], SIZE);
    expect(view).toMatchObject(project(BERN));
    expect(view.width).toBeGreaterThan(30);
    expect(view.width).toBeLessThan(90);
  });

  test('shows all places, and the world where there is none', () => {
    const { left, width } = frameOf(placesView([BERN, SYDNEY], SIZE), SIZE);
    expect(left).toBeLessThan(BERN.longitude);
    expect(left + width).toBeGreaterThan(SYDNEY.longitude);
    expect(placesView([], SIZE)).toEqual(worldView(SIZE));
  });

  test('zooms around what is pointed at, and not beyond what there is to see', () => {
    const fixed = project(BERN);
    const near = zoomed(worldView(SIZE), 0.5, fixed);
    const share = (view: typeof near) => (fixed.x - frameOf(view, SIZE).left) / view.width;
    expect(share(near)).toBeCloseTo(share(worldView(SIZE)), 9);
    expect(zoomed(near, 1e-9).width).toBe(2);
  });

  test('stays on the world when it is moved', () => {
    expect(moved(worldView(SIZE), 1e6, 0).x).toBe(180);
    expect(moved(worldView(SIZE), 0, -1e6).y).toBeCloseTo(project({ latitude: 85, longitude: 0 }).y, 9);
  });

  test('a marked part gives bounds that hold its corners, however it was drawn', () => {
    const bounds = boundsBetween(project(SYDNEY), project(BERN));
    expect(bounds.south).toBeCloseTo(SYDNEY.latitude, 3);
    expect(bounds.north).toBeCloseTo(BERN.latitude, 3);
    expect(bounds.west).toBeCloseTo(BERN.longitude, 3);
    expect(bounds.east).toBeCloseTo(SYDNEY.longitude, 3);
    expect(bounds.south).toBeLessThanOrEqual(SYDNEY.latitude);
    expect(bounds.north).toBeGreaterThanOrEqual(BERN.latitude);
  });
});
