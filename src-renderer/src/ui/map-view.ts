/** What a map of the world shows, in the units of a Mercator projection: degrees of longitude, downwards as well. */
export interface MapView {
  /** The middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

export interface MapSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Degrees; south and west are negative. */
export interface MapBounds {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** Beyond these the projection goes to infinity; web maps end here as well. */
const LATITUDE_MAX = 85;
/** Hardly anything is seen of the outline in less. */
const NARROWEST = 2;
const WIDEST = 900;
/** So much of its surroundings a place needs to be recognised. */
const SURROUNDINGS = 56;
const PADDING = 1.25;
const WORLD: MapBounds = { south: -57, west: -180, north: 79, east: 180 };

const RADIAN = Math.PI / 180;

export function project({ latitude, longitude }: Position): MapPoint {
  const clamped = Math.max(-LATITUDE_MAX, Math.min(LATITUDE_MAX, latitude));
  return { x: longitude, y: -Math.log(Math.tan(Math.PI / 4 + (clamped * RADIAN) / 2)) / RADIAN };
}

function latitudeAt(y: number): number {
  return (2 * Math.atan(Math.exp(-y * RADIAN)) - Math.PI / 2) / RADIAN;
}

const LOWEST = project({ latitude: -LATITUDE_MAX, longitude: 0 }).y;

/** The view of the whole world without its poles. */
export function worldView(size: MapSize): MapView {
  return viewOf(WORLD, size, 1);
}

/** The view in which all places are seen with something around them; the world where there is none. */
export function placesView(places: readonly Position[], size: MapSize): MapView {
  if (places.length === 0) return worldView(size);
  const bounds = { south: 90, west: 180, north: -90, east: -180 };
  for (const { latitude, longitude } of places) {
    bounds.south = Math.min(bounds.south, latitude);
    bounds.north = Math.max(bounds.north, latitude);
    bounds.west = Math.min(bounds.west, longitude);
    bounds.east = Math.max(bounds.east, longitude);
  }
  const view = viewOf(bounds, size, PADDING);
  return { ...view, width: Math.min(Math.max(view.width, SURROUNDINGS), worldView(size).width) };
}

function viewOf({ south, west, north, east }: MapBounds, { widthPx, heightPx }: MapSize, padding: number): MapView {
  const top = project({ latitude: north, longitude: west }).y;
  const bottom = project({ latitude: south, longitude: west }).y;
  const width = Math.max(east - west, ((bottom - top) * widthPx) / heightPx) * padding;
  return { x: (west + east) / 2, y: (top + bottom) / 2, width };
}

/** `factor` below 1 goes nearer; what is at `fixed` stays there. */
export function zoomed(view: MapView, factor: number, fixed: MapPoint = view): MapView {
  const width = Math.max(NARROWEST, Math.min(WIDEST, view.width * factor));
  const scale = width / view.width;
  return kept({ x: fixed.x + (view.x - fixed.x) * scale, y: fixed.y + (view.y - fixed.y) * scale, width });
}

export function moved(view: MapView, byX: number, byY: number): MapView {
  return kept({ ...view, x: view.x + byX, y: view.y + byY });
}

/** The middle of the view never leaves the world. */
function kept(view: MapView): MapView {
  return {
    ...view,
    x: Math.max(-180, Math.min(180, view.x)),
    y: Math.max(-LOWEST, Math.min(LOWEST, view.y)),
  };
}

/** The left upper corner of what is seen, and how much it is. */
export function frameOf({ x, y, width }: MapView, { widthPx, heightPx }: MapSize) {
  const height = (width * heightPx) / widthPx;
  return { left: x - width / 2, top: y - height / 2, width, height };
}

/** The bounds of a rectangle between two corners, rounded outwards to a ten-thousandth of a degree. */
export function boundsBetween(one: MapPoint, other: MapPoint): MapBounds {
  const bound = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));
  return {
    south: bound(Math.floor(latitudeAt(Math.max(one.y, other.y)) * 10_000) / 10_000, 90),
    west: bound(Math.floor(Math.min(one.x, other.x) * 10_000) / 10_000, 180),
    north: bound(Math.ceil(latitudeAt(Math.min(one.y, other.y)) * 10_000) / 10_000, 90),
    east: bound(Math.ceil(Math.max(one.x, other.x) * 10_000) / 10_000, 180),
  };
}

/** Meridians and parallels as the `d` of a path, as close as suits the view. */
export function graticule({ width }: MapView): string {
  const step = width > 150 ? 30 : width > 50 ? 10 : width > 20 ? 5 : 1;
  const lines: string[] = [];
  for (let longitude = -180; longitude <= 180; longitude += step) {
    lines.push(`M${longitude.toString()} ${(-LOWEST).toString()}V${LOWEST.toString()}`);
  }
  for (let latitude = -80; latitude <= 80; latitude += step) {
    lines.push(`M-180 ${project({ latitude, longitude: 0 }).y.toString()}H180`);
  }
  return lines.join('');
}
