import Fastify from 'fastify';
import pg from 'pg';
import { answerCalls } from '../harness/calls.ts';
import { type StorageBody, storageSchema } from './storage-shape.ts';

// The plain way to the pipeline: its commands one by one, in a transaction. Statements are prepared, the pool is as large as ours.

const GET = 'select value from bench_items where install_id = $1 and key = $2';
const SET = `insert into bench_items (install_id, key, value) values ($1, $2, $3)
  on conflict (install_id, key) do update set value = excluded.value, version = bench_items.version + 1, updated_at = now()`;

async function runInTransaction(pool: pg.Pool, { install_id, commands }: StorageBody) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const data: { key: string; value: unknown }[] = [];
    for (const { action, key, value } of commands) {
      if (action === 'set') {
        const values = [install_id, key, JSON.stringify(value)];
        await client.query({ name: 'set', text: SET, values });
        data.push({ key, value });
      } else {
        const { rows } = await client.query({ name: 'get', text: GET, values: [install_id, key] });
        data.push({ key, value: rows.length === 0 ? null : JSON.parse(rows[0].value) });
      }
    }
    await client.query('commit');
    return { data };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

answerCalls({
  async listen(databaseUrl: string) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    const app = Fastify();
    app.post<{ Body: StorageBody }>('/storage', { schema: storageSchema }, (request) =>
      runInTransaction(pool, request.body),
    );
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
});
