import { rulesOf, type SetupField } from '../manifest/field-types.ts';
import type { Manifest } from '../manifest/schema.ts';

/** The members of a config that only the plugin may read back. */
export function passwordKeys(manifest: Manifest): string[] {
  return fieldsOf(manifest)
    .filter(({ type }) => rulesOf(type).isSecret)
    .map(({ key }) => key);
}

function fieldsOf({ setup_steps }: Manifest): SetupField[] {
  const forms = setup_steps.filter((step) => step.type === 'form');
  return forms.flatMap((form) => form.fields);
}
