import { sha256 } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { TextKey } from '../../pages/texts.ts';
import { isLifecycleEvent, type LifecycleEvent } from '../../vocabulary/lifecycle.ts';
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

/**
 * The events that a plugin hears in a space where it has these scopes: those of the host first, what befalls the plugin itself last. An
 * event whose scope it lacks it does not hear.
 */
export async function heardEvents(
  db: Db,
  { events }: Pick<Manifest, 'events'>,
  scopes: readonly string[],
): Promise<HeardEvent[]> {
  const names = events.map(({ name }) => name);
  const types = new Map(
    (await selectHeardEventTypes(db, names, scopes)).map((type) => [type.name, type.description]),
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
