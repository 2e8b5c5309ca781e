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

/** Oldest first; the API server lists them by name. */
export function inOrderOfTime(events: readonly Json[]): readonly Json[] {
  const seconds = (event: Json) => Date.parse(timeOfEvent(event)) || 0;
  return events.toSorted((one, other) => seconds(one) - seconds(other));
}
