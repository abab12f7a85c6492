import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { belongsTo, develops, type Reader } from '../reach.ts';
import type { Watch } from './schema.ts';

/** Who asks whether they may listen to something. */
export interface Hearer extends Watch {
  reader: Reader;
}

interface NumberedHearer extends Hearer {
  number: number;
}

const hearers = recordset<NumberedHearer>('h', {
  number: 'integer',
  reader: 'bigint',
  kind: 'text',
  watched_id: 'bigint',
});

const PERSON = sql`h.reader`;

/**
 * Which of them may listen, by their numbers: to a space its members, to a plugin its developers, to an install both. The host and operators
 * to whatever there is.
 */
export async function selectAdmitted(db: Db, given: Hearer[]): Promise<Set<number>> {
  const rows = await db.query<{ number: number }>(sql`
    select h.number from ${hearers.of(given.map((hearer, number) => ({ ...hearer, number })))}
    left join installs i on h.kind = 'install' and i.id = h.watched_id
    left join spaces s on s.id = case h.kind when 'space' then h.watched_id else i.space_id end
    left join plugins p on p.id = case h.kind when 'plugin' then h.watched_id else i.plugin_id end
    where coalesce(s.id, p.id) is not null
      and (h.reader is null or ${belongsTo(PERSON, sql`s.id`)} or ${develops(PERSON, sql`p.id`)})`);
  return new Set(rows.map(({ number }) => number));
}
