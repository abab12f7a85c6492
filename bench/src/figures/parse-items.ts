import { allOf } from '../harness/all-of.ts';
import type { Bench } from '../harness/bench.ts';
import { httpRequest } from '../load/http-request.ts';
import { hasPeer } from '../peers/import-peer.ts';
import { itemValue } from '../peers/storage-shape.ts';

const ITEMS = 2000;
const HEADERS = { 'x-parse-application-id': 'bench' };

/** parse-server with items in it, on a database of its own in the same PostgreSQL; undefined where it is not installed. */
export async function startParseServer(bench: Bench) {
  if (!hasPeer('parse-server')) return undefined;
  const program = bench.program('peers/parse-server.js');
  const url = await program.call<string>('listen', await bench.createDatabase('parse'));
  const body = (n: number) => JSON.stringify({ value: itemValue(n) });
  const items = await allOf(
    Array.from({ length: ITEMS }, (_, n) => n),
    8,
    async (n) => {
      const response = await fetch(`${url}/classes/Item`, {
        method: 'POST',
        headers: { ...HEADERS, 'content-type': 'application/json' },
        body: body(n),
      });
      const { objectId } = (await response.json()) as { objectId: string };
      return { path: `/classes/Item/${objectId}`, body: body(n) };
    },
  );
  return {
    url,
    pid: program.pid,
    gets: items.map(({ path }) => httpRequest({ method: 'GET', path, headers: HEADERS, body: '' })),
    sets: items.map((item) => httpRequest({ method: 'PUT', headers: HEADERS, ...item })),
    stop: () => program.stop(),
  };
}
