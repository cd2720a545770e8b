import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { noteJobChanged, noteResultsChanged, queries } from '../../src-renderer/src/state/queries.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  queries.clear();
  vi.useRealTimers();
});

/** A question on the screen whose answer takes so long, with how often it was asked and given up. */
function asked(queryKey: readonly unknown[], answerMs: number) {
  const seen = { asked: 0, abandoned: 0, answer: 0 };
  const observer = new QueryObserver<number>(queries, {
    queryKey,
    queryFn: async ({ signal }) => {
      const number = ++seen.asked;
      signal.addEventListener('abort', () => seen.abandoned++);
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      return number;
    },
  });
  const stop = observer.subscribe(({ data = 0 }) => {
    seen.answer = data;
  });
  onTestFinished(stop);
  return seen;
}

test('while a job runs, an answer that takes longer than the time between two looks comes all the same', async () => {
  const question = asked(['results', 7, 'insights'], 2_500);
  for (let tenths = 0; tenths < 100; tenths++) {
    noteResultsChanged(7);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(question.answer).toBeGreaterThanOrEqual(3);
  expect(question.abandoned).toBe(0);
});

test('results are asked for anew once a second at most', async () => {
  const question = asked(['results', 7, 'page'], 10);
  for (let tenths = 0; tenths < 50; tenths++) {
    noteResultsChanged(7);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(question.asked).toBeGreaterThan(3);
  expect(question.asked).toBeLessThanOrEqual(6);
});

test('at the end of a job, what is being asked is asked anew, for the last state', async () => {
  const question = asked(['results', 7, 'insights'], 2_500);
  await vi.advanceTimersByTimeAsync(1_000);
  noteJobChanged(7);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(question).toMatchObject({ asked: 2, answer: 2 });
});

test('at the end of a job, an answer that was there before is kept until the new one comes', async () => {
  const question = asked(['results', 7, 'insights'], 500);
  await vi.advanceTimersByTimeAsync(600);
  noteJobChanged(7);
  await vi.advanceTimersByTimeAsync(100);
  noteJobChanged(7);
  await vi.advanceTimersByTimeAsync(100);
  expect(question).toMatchObject({ asked: 3, abandoned: 1, answer: 1 });
  await vi.advanceTimersByTimeAsync(500);
  expect(question).toMatchObject({ asked: 3, answer: 3 });
});

test('whole records are left alone while other files are read, and read again when something happens to the job', async () => {
  const question = asked(['job', 7, 'record', 1], 10);
  await vi.advanceTimersByTimeAsync(100);
  noteResultsChanged(7);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(question.asked).toBe(1);
  noteJobChanged(7);
  await vi.advanceTimersByTimeAsync(100);
  expect(question.asked).toBe(2);
});
