import type { InstallStatus } from '../install-status.ts';
import { matchesFilter, readFilter } from '../manifest/filter.ts';
import type { Manifest } from '../manifest/schema.ts';

/** Why an install was or was not given an event. */
export type Decision =
  | 'delivered'
  | 'not_subscribed'
  | 'filtered'
  | 'suspended'
  | 'setup_incomplete'
  | 'not_granted'
  | 'missing_scope'
  | 'plugin_suspended'
  | 'endpoint_disabled';

/** An install of the event's space, with its plugin's worker for that event, if it has one. */
export interface Candidate {
  install_id: number;
  space_id: number;
  plugin_id: number;
  generation: number;
  status: InstallStatus;
  /** What its admin agreed to, also where the release does not ask for it any more. */
  scopes: string[];
  /** Its admin agreed that the plugin hears the event. Says nothing of lifecycle events, which need no agreement. */
  event_granted: boolean;
  /** Raised with each change of what its admin agreed to. */
  grant_revision: number;
  release: number;
  /** The host has stopped the plugin, in all spaces. */
  plugin_suspended: boolean;
  endpoint_id: number | null;
  endpoint_disabled: boolean;
  /** Jobs of the endpoint, the install or the plugin that were parked are being queued again. */
  resuming: boolean;
}

/** What the decision needs to know of the event. */
export interface UndecidedEvent {
  name: string;
  /** Only installs that were granted it hear the event; null for all. */
  requiredScope: string | null;
  /** As `readExactly` reads it, and only when a filter asks for it. */
  payload(): unknown;
}

/** Decides for one install; the first check that does not hold names the decision. */
export function decide(event: UndecidedEvent, candidate: Candidate, manifest: Manifest): Decision {
  const subscription = manifest.events?.find(({ name }) => name === event.name);
  if (subscription === undefined || candidate.endpoint_id === null) return 'not_subscribed';
  if (candidate.status === 'setup') return 'setup_incomplete';
  if (candidate.status !== 'active') return 'suspended';
  if (!candidate.event_granted) return 'not_granted';
  const { requiredScope } = event;
  if (requiredScope !== null && !mayUse(candidate, manifest, requiredScope)) return 'missing_scope';
  const { filter } = subscription;
  if (filter !== null && !matchesFilter(readFilter(filter), event.payload())) return 'filtered';
  return deliveryTo(candidate);
}

// What is granted and not asked for any more is not used.
const mayUse = ({ scopes }: Candidate, manifest: Manifest, scope: string): boolean =>
  scopes.includes(scope) &&
  (manifest.scopes.includes(scope) || manifest.optional_scopes.includes(scope));

/** Whether an event that an install hears can be delivered now; where it cannot, its job is made all the same, and set aside. */
export function deliveryTo({ plugin_suspended, endpoint_disabled }: Candidate): Decision {
  if (plugin_suspended) return 'plugin_suspended';
  return endpoint_disabled ? 'endpoint_disabled' : 'delivered';
}
