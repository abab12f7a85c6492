import { isLifecycleEvent } from '../manifest/lifecycle.ts';

/** Those of the events that a plugin subscribes to that its space has to agree to. What befalls the plugin itself it hears in any case. */
export const hostEventsOf = (events: readonly string[]): string[] =>
  events.filter((name) => !isLifecycleEvent(name));
