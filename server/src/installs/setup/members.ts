import type { Db } from '../../lib/db.ts';
import { Failure, type Violation } from '../../lib/failures.ts';
import { toPointer } from '../../lib/json.ts';
import type { SetupField } from '../../manifest/field-types.ts';
import { MEMBERS_RESOURCE } from '../../vocabulary/resource-types.ts';
import type { ConfigMembers } from '../config-patch.ts';
import { selectMembersAmong } from './member-queries.ts';

/**
 * Checks that whoever was chosen in a field of members is one.
 *
 * @throws Failure `invalid` that names each who is not.
 */
export async function refuseUnknownMembers(
  db: Db,
  spaceId: number,
  fields: readonly SetupField[],
  answers: ConfigMembers,
): Promise<void> {
  const chosen = fields.flatMap((field) => {
    if (field.type !== 'resource_select' || field.resource !== MEMBERS_RESOURCE) return [];
    const value: unknown = JSON.parse(answers.get(field.key) ?? 'null');
    if (value === null) return [];
    return Array.isArray(value)
      ? value.map((id, index) => ({ id, path: ['payload', field.key, index] }))
      : [{ id: value, path: ['payload', field.key] }];
  });
  if (chosen.length === 0) return;
  const ids = chosen.flatMap(({ id }) => (Number.isSafeInteger(id) ? [id as number] : []));
  const known = new Set((await selectMembersAmong(db, spaceId, ids)).map(({ id }) => id));
  const violations = chosen.flatMap(({ id, path }): Violation[] =>
    known.has(id)
      ? []
      : [
          {
            pointer: toPointer(path),
            message: 'is the id of no member of the space',
            keyword: 'enum',
          },
        ],
  );
  const [first] = violations;
  if (first === undefined) return;
  throw new Failure('invalid', `${first.pointer} ${first.message}`, { violations });
}
