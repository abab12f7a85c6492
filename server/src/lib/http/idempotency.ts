import type { FastifyRequest } from 'fastify';
import { sha256, type Vault } from '../crypto.ts';
import { type Database, type Db, sql } from '../db.ts';
import { Failure, invalid } from '../failures.ts';
import { runAgainOnDeadlock } from '../run-again.ts';
import { spliceJson } from './splice.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose Idempotency-Keys this request's is one of, such as `host_key:7`; set where a credential was checked. */
    keyOwner: string;
  }
}

/** What a POST answers. */
export interface Answer<Body> {
  status: number;
  body: Body;
}

/** A request that may be sent again: its key, and what makes it the same request. */
export interface IdempotentRequest {
  caller: string;
  key: string;
  route: string;
  hash: Buffer;
}

/**
 * Runs `work` in one transaction, which may be run again ({@link runAgainOnDeadlock}); with an `Idempotency-Key`, once for that caller, key
 * and address, however often and however concurrently it is sent. Invariants: key, answer and effects commit together; a failed request
 * leaves no key behind; the same key with another body is 409; keys live 24 hours; no caller gets an answer to another one. Answers are
 * kept sealed, since some show a secret once.
 */
export async function onceOnly<Body>(
  { db, vault }: { db: Database; vault: Vault },
  request: FastifyRequest,
  work: (tx: Db) => Promise<Answer<Body>>,
): Promise<Answer<Body>> {
  const once = readIdempotencyKey(request);
  if (once === undefined) return runAgainOnDeadlock(db, work);
  return runAgainOnDeadlock(db, async (tx) => {
    if (!(await claimKey(tx, once))) return storedAnswer<Body>(tx, vault, once);
    const answer = await work(tx);
    await storeAnswer(tx, vault, once, answer);
    return answer;
  });
}

/** @throws Failure `invalid` for a key that is empty or longer than 255 characters. */
export function readIdempotencyKey(request: FastifyRequest): IdempotentRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key.length === 0 || key.length > 255) {
    throw invalid('/headers/idempotency-key', 'Idempotency-Key must have 1 to 255 characters');
  }
  const route = `${request.method} ${request.url.split('?', 1)[0]}`;
  if (request.keyOwner === '') throw new Error(`${route} checks no credential, and takes no keys`);
  return { caller: request.keyOwner, key, route, hash: sha256(bodyText(request.body)) };
}

// What is kept as it was written is told apart as it was written: `1.0` is not `1` there, and neither rounds.
const bodyText = (body: unknown): string => spliceJson(body) ?? '';

const sealContext = ({ caller, key, route }: IdempotentRequest): string =>
  `idempotency:${caller}:${route}:${key}`;

/** Takes the key; false when it is taken. A concurrent request with the same key waits here until the first one commits or rolls back. */
export async function claimKey(
  tx: Db,
  { caller, key, route, hash }: IdempotentRequest,
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into idempotency_keys as k (caller, key, route, request_hash)
    values (${caller}, ${key}, ${route}, ${hash})
    on conflict (caller, key, route) do update
      set request_hash = excluded.request_hash, created_at = now(), status = null, response = null
      where k.created_at < now() - interval '24 hours'
    returning 1`);
  return rows.length > 0;
}

/** Keeps the answer of the request that {@link claimKey} let in, in the same transaction. */
export async function storeAnswer(
  tx: Db,
  vault: Vault,
  once: IdempotentRequest,
  { status, body }: Answer<unknown>,
): Promise<void> {
  const response = vault.seal(JSON.stringify(body), sealContext(once));
  await tx.query(sql`
    update idempotency_keys set status = ${status}, response = ${response}
    where caller = ${once.caller} and key = ${once.key} and route = ${once.route}`);
}

/** @throws Failure `idempotency_key_reused` when the key stands for another request. */
export async function storedAnswer<Body>(
  tx: Db,
  vault: Vault,
  once: IdempotentRequest,
): Promise<Answer<Body>> {
  const [row] = await tx.query<{
    request_hash: Buffer;
    status: number | null;
    response: Buffer | null;
  }>(sql`
    select request_hash, status, response from idempotency_keys
    where caller = ${once.caller} and key = ${once.key} and route = ${once.route}`);
  if (row === undefined || !row.request_hash.equals(once.hash)) {
    throw new Failure('idempotency_key_reused', 'This Idempotency-Key was used with another body');
  }
  if (row.status === null || row.response === null) {
    throw new Error('The first request with this key is being answered in the same transaction');
  }
  return { status: row.status, body: JSON.parse(vault.open(row.response, sealContext(once))) };
}

/** Drops keys past their 24 hours, at most `limit` at once. */
export async function deleteOldIdempotencyKeys(db: Db, limit: number): Promise<number> {
  const rows = await db.query(sql`
    delete from idempotency_keys where (caller, key, route) in (
      select caller, key, route from idempotency_keys where created_at < now() - interval '24 hours'
      limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
