import { expect, test } from 'vitest';
import { hasTooManyValues } from '../../src-link/value-count.ts';

const LONG = 'x'.repeat(3_000_000);

test('a long text with few values is read, whatever its strings hold', () => {
  expect(hasTooManyValues(JSON.stringify([[1, { a: LONG }]]))).toBe(false);
  expect(hasTooManyValues(JSON.stringify([[1, { a: '[],{}"\\\\'.repeat(1_000_000) }]]))).toBe(false);
  expect(hasTooManyValues(JSON.stringify([[1, { a: '\\\\'.repeat(2_000_000), b: ',' }]]))).toBe(false);
});

test.each(['[],', '{},', '1,', '[', '{"a":'])('a long text of many %s is not', (value) => {
  expect(hasTooManyValues(value.repeat(2_500_000))).toBe(true);
  expect(hasTooManyValues(`["\\\\",${value.repeat(2_500_000)}`)).toBe(true);
});

test('a string without an end has no values in it', () => {
  expect(hasTooManyValues(`["${'[],'.repeat(1_000_000)}`)).toBe(false);
});
