import { expect, test } from 'vitest';
import { byTime, timeOfEvent } from '../../server/src/deploy/objects/event.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';

test('events stand in order of time, whichever component and field tell it', () => {
  const events: readonly Json[] = [
    { reason: 'BackOff', lastTimestamp: '2026-11-26T04:41:05Z', firstTimestamp: null },
    { reason: 'Scheduled', lastTimestamp: null, eventTime: '2026-11-26T04:41:00.185189Z' },
    { reason: 'Created', lastTimestamp: '2026-11-26T04:41:00Z' },
    { reason: 'Undated' },
    {
      reason: 'FailedScheduling',
      eventTime: '2026-11-26T04:30:00Z',
      series: { lastObservedTime: '2026-11-26T04:41:02Z' },
    },
  ];
  expect(events.toSorted(byTime).map(({ reason }) => reason)).toEqual([
    'Undated',
    'Created',
    'Scheduled',
    'FailedScheduling',
    'BackOff',
  ]);
  expect(events.map(timeOfEvent).at(-1)).toBe('2026-11-26T04:41:02Z');
});
