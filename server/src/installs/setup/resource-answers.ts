import { Failure, type Violation } from '../../lib/failures.ts';
import { RawJson, toPointer } from '../../lib/json.ts';
import type { SetupField } from '../../manifest/field-types.ts';
import { MEMBERS_RESOURCE } from '../../vocabulary/resource-types.ts';
import type { ConfigMembers } from '../config-patch.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import type { SetupContext } from './context.ts';
import { type FilledField, listSelected } from './options.ts';
import type { KnownStep } from './steps.ts';

/** What somebody answered in a form. */
interface FilledForm {
  known: KnownStep;
  actor: SetupActor;
  members: ConfigMembers;
}

/** How many fields are asked about at a time: somebody waits, and of one install few calls may be under way. */
const AT_ONCE = 4;

/**
 * Checks with the host that it knows the resources that were chosen: a value need not come from what it listed.
 *
 * @throws Failure `invalid` that names each that it does not know; `resource_type_not_found`, `host_unavailable`, `plugin_refused`,
 * `too_many_requests`.
 */
export async function refuseUnknownResources(
  deps: SetupDeps,
  context: SetupContext,
  { known, actor, members }: FilledForm,
): Promise<void> {
  const fields = known.step.type === 'form' ? known.step.fields : [];
  const chosen = fields.flatMap((field, number) => {
    const answer = members.get(field.key) ?? 'null';
    const isToCheck = asksHost(field) && answer !== 'null' && answer !== '[]';
    return isToCheck ? [{ filled: { known, field, number, actor }, answer }] : [];
  });
  const violations: Violation[] = [];
  for (let from = 0; from < chosen.length; from += AT_ONCE) {
    const some = chosen.slice(from, from + AT_ONCE);
    const found = await Promise.all(
      some.map(({ filled, answer }) => unknownIn(deps, context, filled, answer)),
    );
    violations.push(...found.flat());
  }
  const [first] = violations;
  if (first !== undefined)
    throw new Failure('invalid', `${first.pointer} ${first.message}`, { violations });
}

const asksHost = (field: SetupField): boolean =>
  field.type === 'resource_select' && field.resource !== MEMBERS_RESOURCE;

async function unknownIn(
  deps: SetupDeps,
  context: SetupContext,
  filled: FilledField,
  answer: string,
): Promise<Violation[]> {
  const found = await listSelected(deps, context, filled, new RawJson(answer));
  const values = new Set(found.map(({ value }): unknown => JSON.parse(value.text)));
  const chosen: unknown = JSON.parse(answer);
  const isKnown = (value: unknown) => value === '' || values.has(value);
  const path = ['payload', filled.field.key];
  const unknown = (at: (string | number)[]): Violation => ({
    pointer: toPointer(at),
    message: 'is nothing that the host knows: choose one of its options',
    keyword: 'enum',
  });
  if (!Array.isArray(chosen)) return isKnown(chosen) ? [] : [unknown(path)];
  return chosen.flatMap((value, index) => (isKnown(value) ? [] : [unknown([...path, index])]));
}
