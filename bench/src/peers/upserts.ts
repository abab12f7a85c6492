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
  seconds: number;
  installs: number;
  keys: number;
}

async function upsertFor({ databaseUrl, clients, seconds, installs, keys }: Job): Promise<number> {
  const value = JSON.stringify(itemValue(1));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: clients });
  let done = 0;
  let until = Number.POSITIVE_INFINITY;
  const work = async (client: pg.PoolClient) => {
    while (performance.now() < until) {
      const install = 1 + Math.floor(Math.random() * installs);
      const key = `key:${Math.floor(Math.random() * keys)}`;
      await client.query({ name: 'upsert', text: UPSERT, values: [install, key, value] });
      done++;
    }
    client.release();
  };
  const connected = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  const startedAt = performance.now();
  until = startedAt + seconds * 1000;
  await Promise.all(connected.map(work));
  const rate = done / ((performance.now() - startedAt) / 1000);
  await pool.end();
  return rate;
}

answerCalls({ run: upsertFor });
