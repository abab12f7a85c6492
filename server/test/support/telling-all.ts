import { announce, type Topic } from '../../src/lib/changes.ts';
import type { Database, Db } from '../../src/lib/db.ts';

const OF_CACHES: Topic[] = ['tokens', 'clients', 'host_keys', 'people', 'installs', 'event_types'];

const WRITES = /^\s*(insert|update|delete|with)\b/i;

/** The same, but that all caches are told of what it writes by single statements: of what tests change nobody else would tell. */
export function tellingAll(db: Database): Database {
  return {
    ...db,
    async query<Row>(statement: Parameters<Db['query']>[0]) {
      const rows = await db.query<Row>(statement);
      if (WRITES.test(statement.text)) for (const topic of OF_CACHES) await announce(db, topic);
      return rows;
    },
  };
}
