import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { limitTime } from '../../server/src/node/engine/time-limit.ts';

const limitMs = 5_000;
let endedAt: number | undefined;
beforeEach(() => {
  endedAt = undefined;
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** When work ends that gets this share of the processor. */
function endOf(share: number): number | undefined {
  const end = () => {
    endedAt = Date.now();
  };
  limitTime(limitMs, end, () => 1_000 + Date.now() * share);
  vi.advanceTimersByTime(100 * limitMs);
  return endedAt;
}

test('work that has the processor to itself ends at the limit', () => {
  expect(endOf(1)).toBe(limitMs);
});

test('work that gets half of it may take twice as long', () => {
  const end = endOf(0.5) ?? 0;
  expect(end).toBeGreaterThanOrEqual(2 * limitMs);
  expect(end).toBeLessThan(2 * limitMs + 10);
});

test('work that gets none of it is not waited for without end', () => {
  expect(endOf(0)).toBe(6 * limitMs);
});

test('work that is done is left alone', () => {
  const callOff = limitTime(limitMs, () => {
    endedAt = Date.now();
  });
  callOff();
  vi.advanceTimersByTime(100 * limitMs);
  expect(endedAt).toBeUndefined();
});
