import type { CoreFields } from '../../../../src-protocol/model/core-fields.ts';
import { cellText } from '../../ui/columns.ts';
import { coordinates } from '../../ui/coordinates.ts';

export interface FilePlace {
  readonly latitude: number;
  readonly longitude: number;
  /** `46.5583 N, 8.5614 E, 1,436 m`. */
  readonly text: string;
}

/** Where a file was made, if it says so. */
export function placeOf({ latitude, longitude, altitudeM }: CoreFields): FilePlace | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  const altitude = altitudeM === undefined ? [] : [cellText('altitudeM', altitudeM)];
  return { latitude, longitude, text: [coordinates(latitude, longitude), ...altitude].join(', ') };
}

/** A map that everybody can open in a browser. */
export function mapLink({ latitude, longitude }: FilePlace): string {
  const place = `${latitude.toString()}/${longitude.toString()}`;
  return `https://www.openstreetmap.org/?mlat=${latitude.toString()}&mlon=${longitude.toString()}#map=14/${place}`;
}
