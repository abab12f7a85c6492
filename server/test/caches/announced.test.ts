import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { formOf, readStatements, type Statement } from '../statements/read-statements.ts';
import { withConnection } from '../support/connection.ts';
import { createTestDatabase } from '../support/database.ts';
import { startTestServer } from '../support/server.ts';
import { CACHES, type CacheOfTest, IDS, UNTOLD_WRITERS } from './caches.ts';
import { type Reads, readsOf, referredBy } from './reads.ts';
import { tour } from './tour.ts';
import { type Seen, seenIn, type Write, watch } from './witness.ts';

// What caches know is believed for as long as changes are heard of, so whoever changes something of it has to announce it.

// The compiler reads the whole server, and then the server does whatever it can.
const PATIENCE_MS = 600_000;
const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

interface Cache extends CacheOfTest {
  name: string;
  /** All of it, and what has to be told. */
  reads: Reads;
  told: Reads;
}

let statements: Statement[];
let caches: Cache[];
/** With whose rows others go, or change, of what caches read. */
let takingAlong: Set<string>;
let seen: Seen;
beforeAll(async () => {
  ({ statements } = await readStatements(fileURLToPath(new URL('caches.ts', import.meta.url))));
  const database = await createTestDatabase();
  caches = await Promise.all(
    Object.entries(CACHES).map(async ([name, cache]) => {
      const reads = await withConnection(database.url, (client) => readAll(client, cache));
      return { ...cache, name, reads, told: withoutUntold(reads, cache) };
    }),
  );
  takingAlong = await withConnection(database.url, (client) =>
    referredBy(client, [...new Set(caches.flatMap(({ told }) => [...told.keys()]))]),
  );
  await watch(database.url, new Set(caches.flatMap(({ told }) => [...told.keys()])));
  const server = await startTestServer({
    database,
    env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' },
  });
  await tour(server);
  await server.close();
  seen = await seenIn(database.url);
  return database.drop;
}, PATIENCE_MS);

async function readAll(client: Parameters<typeof readsOf>[0], { loaders }: CacheOfTest) {
  const all: Reads = new Map();
  for (const loader of loaders) {
    for (const [table, columns] of await readsOf(client, statements, loader)) {
      all.set(table, new Set([...(all.get(table) ?? []), ...columns]));
    }
  }
  return all;
}

function withoutUntold(reads: Reads, { untold = {} }: CacheOfTest): Reads {
  return new Map(
    [...reads].flatMap(([table, columns]): [string, Set<string>][] => {
      const left = untold[table] ?? [];
      if (left === 'all') return [];
      return [[table, new Set([...columns].filter((column) => !left.includes(column)))]];
    }),
  );
}

test('every cache that hears of changes is looked at', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const hearing = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      !file.startsWith('lib/') &&
      /^\s+topics: \{/m.test(readFileSync(SOURCES + file, 'utf8')),
  );
  expect(hearing.sort()).toEqual(Object.keys(CACHES).sort());
});

test('what need not be told is read', () => {
  const stale = caches.flatMap(({ name, reads, untold = {} }) =>
    Object.entries(untold).flatMap(([table, columns]) =>
      (columns === 'all' ? ['*'] : columns)
        .filter((column) => !(column === '*' ? reads.has(table) : reads.get(table)?.has(column)))
        .map((column) => `${name}: ${table}.${column}`),
    ),
  );
  expect(stale).toEqual([]);
});

test('whoever writes what a cache reads announces it in the same transaction', () => {
  const silent = seen.writes.flatMap((write) =>
    caches
      .filter((cache) => concerns(cache, write) && !isTold(cache, write))
      .map(({ name }) => `${name} is not told of: ${shown(write)}`),
  );
  expect([...new Set(silent)]).toEqual([]);
});

test('every statement that writes what a cache reads was seen to', () => {
  const texts = new Set(seen.writes.map(({ statement }) => statement));
  const unseen = statements.filter((statement) => {
    const forms = statement.forms.map((form) => formOf(form).text);
    return forms.some(mayConcernAny) && !forms.some((text) => texts.has(text));
  });
  const names = unseen.map((statement) => statement.function);
  expect([...new Set(names)].sort()).toEqual(Object.keys(UNTOLD_WRITERS).sort());
});

/** Whether a cache may know something else from now on. */
function concerns(
  { told, rowsJoin = [] }: Cache,
  { table, kind, changed, ...write }: Write,
): boolean {
  const columns = told.get(table);
  if (columns === undefined) return false;
  if (kind === 'DELETE') return true;
  if (kind === 'UPDATE') return changed.some((column) => columns.has(column));
  return rowsJoin.includes(table) && !isOfNewPlugin({ table, kind, changed, ...write });
}

// Of which nobody can know anything.
const isOfNewPlugin = ({ transaction, row }: Write): boolean =>
  seen.writes.some(
    (write) =>
      write.transaction === transaction &&
      write.table === 'plugins' &&
      write.kind === 'INSERT' &&
      write.row.id === row.plugin_id,
  );

function isTold({ topics }: Cache, { transaction, table, row }: Write): boolean {
  return (seen.told.get(transaction) ?? []).some((told) => {
    const [topic = '', id] = told.split(':');
    if (!topics.includes(topic)) return false;
    return id === undefined || id === String(row[IDS[topic]?.[table] ?? ''] ?? '');
  });
}

const shown = ({ table, kind, changed, statement }: Write): string =>
  `${kind} of ${table} (${changed.join(', ')}) by ${statement.trim()}`;

const WRITTEN = /\b(insert into|update|delete from) (\w+)/g;

function mayConcernAny(text: string): boolean {
  return [...text.matchAll(WRITTEN)].some(([, verb, table = '']) => {
    if (verb === 'delete from' && takingAlong.has(table)) return true;
    return caches.some(({ told, rowsJoin = [] }) => {
      const columns = told.get(table);
      if (columns === undefined) return false;
      if (verb === 'delete from' || (verb === 'insert into' && rowsJoin.includes(table)))
        return true;
      const set = /\bset\b([\s\S]*)/.exec(text)?.[1]?.split(/\bwhere\b/)[0] ?? '';
      return [...columns].some((column) => new RegExp(`\\b${column} =`).test(set));
    });
  });
}
