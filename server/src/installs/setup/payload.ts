import { Failure, type Violation } from '../../lib/failures.ts';
import { objectText, RawJson, toPointer } from '../../lib/json.ts';
import { rulesOf, type SetupField } from '../../manifest/field-types.ts';
import { type ConfigMembers, membersOf } from '../config-patch.ts';
import { hasValue } from './steps.ts';

/**
 * What was answered in a form, by the keys of its fields.
 *
 * @throws Failure `invalid` that names every answer that is missing, of no field, or not of its field's type.
 */
export function readPayload(
  fields: readonly SetupField[],
  payload: RawJson,
  config: ConfigMembers,
): ConfigMembers {
  const members = membersOf(payload, '/payload');
  const violations = [...unknownKeys(fields, members), ...fields.flatMap(violationsOf)];
  const [first] = violations;
  if (first === undefined) return members;
  throw new Failure('invalid', `${first.pointer} ${first.message}`, { violations });

  function violationsOf(field: SetupField): Violation[] {
    const { holdsValue, answerViolations } = rulesOf(field.type);
    if (!holdsValue) return [];
    const path = ['payload', field.key];
    const value: unknown = JSON.parse(members.get(field.key) ?? 'null');
    if (isMissing(field, value, members, config))
      return [{ pointer: toPointer(path), message: 'is required', keyword: 'required' }];
    if (value === null) return [];
    return answerViolations(field as Parameters<typeof answerViolations>[0], { value, path });
  }
}

function unknownKeys(fields: readonly SetupField[], members: ConfigMembers): Violation[] {
  const known = new Map(fields.map((field) => [field.key, field]));
  return [...members.keys()].flatMap((key) => {
    const field = known.get(key);
    if (field !== undefined && rulesOf(field.type).holdsValue) return [];
    const message =
      field === undefined ? 'is the key of no field' : `is of a field that is only shown`;
    return [{ pointer: toPointer(['payload', key]), message, keyword: 'additionalProperties' }];
  });
}

function isMissing(
  { key, type, required }: SetupField,
  value: unknown,
  members: ConfigMembers,
  config: ConfigMembers,
): boolean {
  if (!required) return false;
  // Nobody can send back what is never shown.
  if (rulesOf(type).isSecret && !members.has(key)) return !hasValue(config, key);
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The answers as the plugin judges them: with the passwords that stay since none were given. As they came where there are no such. */
export function withKeptPasswords(
  fields: readonly SetupField[],
  { payload, members, config }: { payload: RawJson; members: ConfigMembers; config: ConfigMembers },
): RawJson {
  const kept = fields.flatMap(({ key, type }): [string, string][] => {
    const value = config.get(key);
    const stays = rulesOf(type).isSecret && !members.has(key) && value !== undefined;
    return stays ? [[key, value]] : [];
  });
  return kept.length === 0 ? payload : new RawJson(objectText(new Map([...members, ...kept])));
}

/** The answers without those to password fields, as JSON text. */
export function withoutPasswords(fields: readonly SetupField[], answers: ConfigMembers): string {
  const secret = new Set(fields.filter(({ type }) => rulesOf(type).isSecret).map(({ key }) => key));
  return objectText(new Map([...answers].filter(([key]) => !secret.has(key))));
}
