import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { belongsTo, collaborates, personBehind, type Reader } from '../reach.ts';
import type { Watch } from './schema.ts';

/** Who asks whether they may listen to something. */
export interface Hearer extends Watch {
  reader: Reader;
}

interface NumberedHearer extends Watch {
  number: number;
  person: number | null;
  is_in_portal: boolean;
  only_space: number | null;
  only_install: number | null;
  only_identifier: string | null;
}

const hearers = recordset<NumberedHearer>('h', {
  number: 'integer',
  person: 'bigint',
  is_in_portal: 'boolean',
  only_space: 'bigint',
  only_install: 'bigint',
  only_identifier: 'text',
  kind: 'text',
  watched_id: 'bigint',
});

const PERSON = sql`h.person`;

function toNumbered({ reader, ...watch }: Hearer, number: number): NumberedHearer {
  const within = typeof reader === 'object' ? reader?.within : undefined;
  return {
    ...watch,
    number,
    person: personBehind(reader),
    is_in_portal: within !== undefined,
    only_space: within?.spaceId ?? null,
    only_install: within?.installId ?? null,
    only_identifier: within?.identifier ?? null,
  };
}

// What is told of a space is of all identifiers, and what is told of an install too.
const HEARS_IN_PORTAL = sql`s.id = h.only_space and h.only_identifier is null
        and (h.only_install is null or h.kind = 'install' and h.watched_id = h.only_install)`;

/**
 * Which of them may listen, by their numbers: to a space its members, to a plugin its collaborators, to an install both. The host and operators
 * to whatever there is; in a portal to its space, or to its install.
 */
export async function selectAdmitted(db: Db, given: Hearer[]): Promise<Set<number>> {
  const rows = await db.query<{ number: number }>(sql`
    select h.number from ${hearers.of(given.map(toNumbered))}
    left join installs i on h.kind = 'install' and i.id = h.watched_id
    left join spaces s on s.id = case h.kind when 'space' then h.watched_id else i.space_id end
    left join plugins p on p.id = case h.kind when 'plugin' then h.watched_id else i.plugin_id end
    where coalesce(s.id, p.id) is not null
      and (h.person is null or ${belongsTo(PERSON, sql`s.id`)} and (not h.is_in_portal or ${HEARS_IN_PORTAL})
        or not h.is_in_portal and ${collaborates(PERSON, sql`p.id`)})`);
  return new Set(rows.map(({ number }) => number));
}
