import { describe, expect, test } from 'vitest';
import { CORE_FIELD_NAMES } from '../../src-protocol/model/core-fields.ts';
import { cellText, COLUMN_GROUPS, columnTitle, isNumeric, isTag } from '../../src-renderer/src/ui/columns.ts';

describe('the name of a column', () => {
  test('is in words for a field, and as it is for a tag', () => {
    expect(columnTitle('exposureS')).toBe('Exposure');
    expect(columnTitle('error.code')).toBe('Cause');
    expect(columnTitle('IFD0:Make')).toBe('IFD0:Make');
    expect(columnTitle('IFD0:Make#')).toBe('IFD0:Make (raw)');
    expect(columnTitle('constructor')).toBe('constructor');
  });

  test('is there for every core field, which is offered in one group', () => {
    const offered = COLUMN_GROUPS.flatMap(({ columns }) => columns);
    expect(CORE_FIELD_NAMES.filter(isTag)).toEqual([]);
    expect(CORE_FIELD_NAMES.filter((name) => offered.filter((other) => other === name).length !== 1)).toEqual([]);
  });
});

describe('a cell', () => {
  test.each([
    ['exposureS', 0.002, '1/500'],
    ['exposureS', 0.002557544757, '1/391'],
    ['exposureS', 0.5, '0.5 s'],
    ['exposureS', 30, '30 s'],
    ['fNumber', 4, 'ƒ/4'],
    ['fNumber', 2.8, 'ƒ/2.8'],
    ['size', 833_284, '833 kB'],
    ['durationS', 3_723, '1:02:03'],
    ['durationS', 7, '0:07'],
    ['durationS', 0.4, '0.4 s'],
    ['latitude', -12.5, '12.5° S'],
    ['longitude', 8.56, '8.56° E'],
    ['sampleRateHz', 44_100, '44.1 kHz'],
    ['outcome', 'no-metadata', 'No metadata'],
    ['error.code', 'corrupt', 'The content is damaged'],
    ['error.worker', 'local-2', 'This computer 2'],
    ['orientation', 6, 'Turned by 90°'],
    ['flashFired', false, 'No'],
    ['EXIF:ISO', 6_400, '6400'],
    ['iso', null, ''],
  ] as const)('of %s with %s reads %s', (column, value, text) => {
    expect(cellText(column, value)).toBe(text);
  });

  test('with a date is as exact as the file, in the time of the file', () => {
    expect(cellText('capturedAt', '2010')).toBe('2010');
    expect(cellText('capturedAt', '2010-05')).toBe('May 2010');
    expect(cellText('capturedAt', '2004-02-26')).toBe('Feb 26, 2004');
    expect(cellText('capturedAt', '2021-04-11T15:47:53.054')).toMatch(/^Apr 11, 2021, 3:47\sPM$/);
    expect(cellText('capturedAt', '2021-04-11T15:47:53+02:00')).toMatch(/3:47\sPM \+02:00$/);
  });

  test('with what is no date stays as it is', () => {
    expect(cellText('capturedAt', '0000-00-00T00:00:00')).toBe('0000-00-00T00:00:00');
    expect(cellText('modifiedAt', 'unknown')).toBe('unknown');
    expect(cellText('error.failedAt', 'unknown')).toBe('unknown');
  });
});

test('numbers stand at the right', () => {
  expect(isNumeric('iso')).toBe(true);
  expect(isNumeric('name')).toBe(false);
  expect(isNumeric('IFD0:XResolution')).toBe(false);
});
