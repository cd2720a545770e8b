import { expect, test } from 'vitest';
import { Silence } from '../../src-link/silence.ts';

test('silence grows while nothing is heard, and ends with the first byte', () => {
  const silence = new Silence(0);
  expect(silence.turn(500, 500, 10)).toBe(0);
  expect(silence.turn(1_000, 500, 10)).toBe(500);
  expect(silence.turn(1_600, 500, 10)).toBe(1_100);
  expect(silence.turn(2_100, 500, 11)).toBe(0);
});

test('what a suspension lasts is not silence of the other side', () => {
  const silence = new Silence(0);
  silence.turn(500, 500, 10);
  expect(silence.turn(3_600_500, 500, 10)).toBe(1_000);
  expect(silence.turn(3_601_000, 500, 10)).toBe(1_500);
});

test('a process whose turns are always late still notices', () => {
  const silence = new Silence(0);
  for (let nowMs = 0; nowMs <= 20_000; nowMs += 2_000) silence.turn(nowMs, 500, 10);
  expect(silence.turn(22_000, 500, 10)).toBe(11_000);
});
