/** Events that Plugboard itself emits about an install. Every plugin may subscribe to them; a host cannot define or emit them. */
export const LIFECYCLE_EVENTS = [
  'plugin_installed',
  'plugin_updated',
  'config_updated',
  'plugin_uninstalled',
] as const;

export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

export function isLifecycleEvent(name: string): name is LifecycleEvent {
  return (LIFECYCLE_EVENTS as readonly string[]).includes(name);
}
