import type { WindowPlace } from './desktop-state.ts';

/** In the coordinates of all displays together. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So much of a window's upper edge must be on a display that a person can take hold of it. */
const GRIP = { width: 120, height: 32 };

/** Where a window is put that was at `place`, with these displays; undefined where none of them shows enough of it. */
export function placeOnDisplays(place: WindowPlace, workAreas: readonly Area[]): WindowPlace | undefined {
  const area = workAreas.find((candidate) => showsGrip(place, candidate));
  if (area === undefined) return undefined;
  return { ...place, width: Math.min(place.width, area.width), height: Math.min(place.height, area.height) };
}

function showsGrip(place: WindowPlace, area: Area): boolean {
  const visibleWidth = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  return (
    visibleWidth >= Math.min(GRIP.width, place.width) &&
    place.y >= area.y &&
    place.y + GRIP.height <= area.y + area.height
  );
}
