import type { InstallGrant } from '../../installs/permission-schema.ts';
import { sha256 } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import { isLifecycleEvent, type LifecycleEvent } from '../../manifest/lifecycle.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { TextKey } from '../../pages/texts.ts';
import { selectHeardEventTypes } from '../../vocabulary/queries.ts';

/** An event that a plugin hears: what it is in the host's words, or a text of ours for what befalls the plugin itself. */
export interface HeardEvent {
  name: string;
  description: string | { text: TextKey };
}

const LIFECYCLE_TEXTS: Record<LifecycleEvent, TextKey> = {
  plugin_installed: 'event_plugin_installed',
  plugin_updated: 'event_plugin_updated',
  config_updated: 'event_config_updated',
  plugin_uninstalled: 'event_plugin_uninstalled',
};

type Hearing = Pick<Manifest, 'events' | 'scopes' | 'optional_scopes'>;

/**
 * The events that a plugin hears in a space with what was granted there; where nothing is yet, by its consent, all that it might hear. An
 * event whose scope it lacks it does not hear.
 */
export function eventsHeardIn(
  db: Db,
  manifest: Hearing,
  granted: InstallGrant | null,
): Promise<HeardEvent[]> {
  const names = manifest.events.map(({ name }) => name);
  if (granted === null) {
    return heardEvents(db, names, [...manifest.scopes, ...manifest.optional_scopes]);
  }
  const heard = names.filter((name) => isLifecycleEvent(name) || granted.events.includes(name));
  return heardEvents(db, heard, granted.scopes);
}

/** The same of events that nobody has agreed to yet, whatever scope they need: that may be granted later. */
export const newlyHeard = (db: Db, pending: readonly string[]): Promise<HeardEvent[]> =>
  heardEvents(db, pending, null);

// Those of the host first, what befalls the plugin itself last.
async function heardEvents(
  db: Db,
  names: readonly string[],
  scopes: readonly string[] | null,
): Promise<HeardEvent[]> {
  const types = new Map(
    (await selectHeardEventTypes(db, [...names], scopes)).map((type) => [
      type.name,
      type.description,
    ]),
  );
  const ofHost = names.flatMap((name) => {
    const description = types.get(name);
    // What follows the first line is for developers.
    return description === undefined ? [] : [{ name, description: firstLine(description) }];
  });
  const ofItself = names
    .filter(isLifecycleEvent)
    .map((name) => ({ name, description: { text: LIFECYCLE_TEXTS[name] } }));
  return [...ofHost, ...ofItself];
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0] as string;

/** Changes when a plugin subscribes to other events: whoever agreed to some has not seen others. */
export const eventsFingerprint = ({ events }: Pick<Manifest, 'events'>): string =>
  sha256(events.map(({ name }) => name).join(' ')).toString('base64url');
