import { rulesOf, type SetupField } from '../manifest/field-types.ts';
import type { Manifest } from '../manifest/schema.ts';
import type { ConfigMembers } from './config-patch.ts';

/**
 * Whether nothing holds an install in `setup`: its config has a member for every field that a set-up form requires. Steps of other
 * types hold nothing up, since only the plugin knows what they leave behind.
 */
export function isSetUp(manifest: Manifest, config: ConfigMembers): boolean {
  return requiredKeys(manifest).every((key) => (config.get(key) ?? 'null') !== 'null');
}

/** The members of a config that only the plugin may read back. */
export function passwordKeys(manifest: Manifest): string[] {
  return fieldsOf(manifest)
    .filter(({ type }) => rulesOf(type).isSecret)
    .map(({ key }) => key);
}

function requiredKeys(manifest: Manifest): string[] {
  return fieldsOf(manifest)
    .filter(({ required, type }) => required && rulesOf(type).holdsValue)
    .map(({ key }) => key);
}

function fieldsOf({ setup_steps }: Manifest): SetupField[] {
  const forms = setup_steps.filter((step) => step.type === 'form');
  return forms.flatMap((form) => form.fields);
}
