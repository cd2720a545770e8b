import type { CoreDate } from '../../../../src-protocol/model/core-fields.ts';
import { localDate } from '../../ui/cell-numbers.ts';

/** `12 Apr 2024, 13:23:07.42`: as exact as the file is, in the time of the place where it was made. */
export function momentText({ local }: CoreDate): string {
  const [day = local, time] = local.split('T');
  return time === undefined ? localDate(day) : `${localDate(day)}, ${time}`;
}

/** What is known of the time zone. */
export function zoneText({ local, offsetMinutes }: CoreDate): string | undefined {
  if (!local.includes('T')) return undefined; // a day has none
  return offsetMinutes === undefined ? 'time zone unknown' : `offset ${offsetText(offsetMinutes)} from the file`;
}

/** `+01:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => value.toString().padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
