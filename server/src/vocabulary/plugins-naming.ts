import type { Db } from '../lib/db.ts';
import { selectManifestsWith } from '../manifest/queries.ts';
import type { Manifest } from '../manifest/schema.ts';

/** The slugs of plugins that subscribe to an event, by their published release or by one that may be published yet. */
export function pluginsHearing(db: Db, eventName: string): Promise<string[]> {
  return pluginsWhose(db, eventName, ({ events }) => events.some(({ name }) => name === eventName));
}

/** The slugs of plugins that ask for a scope, by their published release or by one that may be published yet. */
export function pluginsAskingFor(db: Db, scope: string): Promise<string[]> {
  return pluginsWhose(
    db,
    scope,
    (manifest) => manifest.scopes.includes(scope) || manifest.optional_scopes.includes(scope),
  );
}

/** The slugs of plugins whose set-up lets people choose from a kind of resources, as {@link pluginsHearing}. */
export function pluginsChoosingFrom(db: Db, resource: string): Promise<string[]> {
  return pluginsWhose(db, resource, ({ setup_steps }) =>
    setup_steps.some(
      (step) =>
        step.type === 'form' &&
        step.fields.some(
          (field) => field.type === 'resource_select' && field.resource === resource,
        ),
    ),
  );
}

// Names of events, scopes and resources have no character that JSON escapes, so a manifest that means one contains it in quotes.
async function pluginsWhose(
  db: Db,
  name: string,
  means: (manifest: Manifest) => boolean,
): Promise<string[]> {
  const candidates = await selectManifestsWith(db, JSON.stringify(name));
  return [...new Set(candidates.filter(({ manifest }) => means(manifest)).map(({ slug }) => slug))];
}
