import { textAt, type Json } from './json.ts';

/** When an Event was last seen, as RFC 3339; empty when it does not say. Who reports it decides which field that is. */
export function timeOfEvent(event: Json): string {
  return (
    textAt(event, 'series', 'lastObservedTime') ??
    textAt(event, 'lastTimestamp') ??
    textAt(event, 'eventTime') ??
    textAt(event, 'firstTimestamp') ??
    ''
  );
}

/** Oldest first; the API server lists them by name. Times are read, for some have fractions and some have none. */
export function byTime(one: Json, other: Json): number {
  return instantOf(one) - instantOf(other);
}

function instantOf(event: Json): number {
  return Date.parse(timeOfEvent(event)) || 0;
}
