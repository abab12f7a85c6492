import { rulesOf } from '../manifest/field-types.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type SetupStep, secretsOf } from '../manifest/setup-steps.ts';

/** The members of a config that only the plugin may read back. */
export const passwordKeys = ({ setup_steps }: Manifest): string[] =>
  setup_steps.flatMap(passwordKeysOf);

/** Those of them that a step gives. */
export function passwordKeysOf(step: SetupStep): string[] {
  const fields = step.type === 'form' ? step.fields : [];
  const passwords = fields.filter(({ type }) => rulesOf(type).isSecret).map(({ key }) => key);
  return [...new Set([...passwords, ...secretsOf(step)])];
}
