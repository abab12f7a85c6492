import pg from 'pg';
import { answerCalls } from '../harness/calls.ts';
import { itemValue } from './storage-shape.ts';

// Stands in for pgbench where there is none: prepared upserts on as many connections. Being JavaScript it is slower than
// pgbench, which makes this limit easier to reach; the table says when it was used.

const UPSERT = `insert into bench_items (install_id, key, value) values ($1, $2, $3)
  on conflict (install_id, key) do update set value = excluded.value, version = bench_items.version + 1, updated_at = now()`;

interface Job {
  databaseUrl: string;
  clients: number;
  /** It ends after so many seconds, or so many upserts. */
  seconds?: number;
  count?: number;
  installs: number;
  keys: number;
}

async function upsert({ databaseUrl, clients, seconds, count, installs, keys }: Job) {
  const value = JSON.stringify(itemValue(1));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: clients });
  const connected = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  const startedAt = performance.now();
  const until = startedAt + (seconds ?? Number.POSITIVE_INFINITY) * 1000;
  let begun = 0;
  const work = async (client: pg.PoolClient) => {
    while (performance.now() < until && begun < (count ?? Number.POSITIVE_INFINITY)) {
      begun++;
      const install = 1 + Math.floor(Math.random() * installs);
      const key = `key:${Math.floor(Math.random() * keys)}`;
      await client.query({ name: 'upsert', text: UPSERT, values: [install, key, value] });
    }
    client.release();
  };
  await Promise.all(connected.map(work));
  const took = (performance.now() - startedAt) / 1000;
  await pool.end();
  return { operations: begun, seconds: took };
}

answerCalls({ run: upsert });
