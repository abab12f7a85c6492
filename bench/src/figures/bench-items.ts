import type { Bench } from '../harness/bench.ts';
import { itemValue } from '../peers/storage-shape.ts';

/** How many installs `bench_items` has, and how many items each. */
export interface BenchItems {
  installs: number;
  keys: number;
}

const FULL_SIZE: BenchItems = { installs: 1000, keys: 100 };

/**
 * A table like the one of installs' items, with as many of them, for those who use it directly: `pgbench` and the plain way. The role
 * that owns ours owns it. Made once.
 */
export async function createBenchItems(bench: Bench): Promise<BenchItems> {
  // Whoever comes first has the server make the table that this one is like.
  await bench.server();
  const { rows } = await bench.db.query("select to_regclass('bench_items') is not null as made");
  if (rows[0].made) return FULL_SIZE;
  await bench.db.query('create table bench_items (like install_storage_items including all)');
  await bench.db.query(
    `insert into bench_items (install_id, key, value)
    select i, 'key:' || k, $1 from generate_series(1, $2::integer) i, generate_series(0, $3::integer - 1) k`,
    [JSON.stringify(itemValue(1)), FULL_SIZE.installs, FULL_SIZE.keys],
  );
  await bench.db.query('vacuum analyze bench_items');
  return FULL_SIZE;
}
