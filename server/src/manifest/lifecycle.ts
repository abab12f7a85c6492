/** Events that Plugboard itself emits about an install. Every plugin may subscribe to them; a host cannot define or emit them. */
export const LIFECYCLE_EVENTS = [
  'plugin_installed',
  'plugin_updated',
  'config_updated',
  'plugin_uninstalled',
] as const;

/** One of {@link LIFECYCLE_EVENTS}. */
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** Whether this name is taken by {@link LIFECYCLE_EVENTS}. */
export function isLifecycleEvent(name: string): name is LifecycleEvent {
  return (LIFECYCLE_EVENTS as readonly string[]).includes(name);
}
