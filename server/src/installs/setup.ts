import type { Manifest } from '../manifest/schema.ts';
import type { Field } from '../manifest/setup-steps.ts';
import type { ConfigMembers } from './config-patch.ts';

/**
 * Whether nothing holds an install in `setup`: its config has a member for every field that a set-up form requires. Steps of other
 * types hold nothing up, since only the plugin knows what they leave behind.
 */
export function isSetUp(manifest: Manifest, config: ConfigMembers): boolean {
  return requiredKeys(manifest).every((key) => (config.get(key) ?? 'null') !== 'null');
}

/** The members of a config that only the plugin and the host may read back. */
export function passwordKeys(manifest: Manifest): string[] {
  const forms = manifest.setup_steps.filter((step) => step.type === 'form');
  const fields = forms.flatMap((form) => form.fields);
  return fields.filter((field) => field.type === 'password').map((field) => field.key);
}

function requiredKeys(manifest: Manifest): string[] {
  const forms = manifest.setup_steps.filter((step) => step.type === 'form');
  const fields = forms.flatMap((form) => form.fields);
  return fields.filter((field) => field.required && hasValue(field)).map((field) => field.key);
}

// Links and infos are only shown.
const hasValue = ({ type }: Field): boolean => type !== 'link' && type !== 'info';
