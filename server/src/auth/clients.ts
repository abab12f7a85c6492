import { timingSafeEqual } from 'node:crypto';
import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { CannotOpenSecret, sha256, type Vault } from '../lib/crypto.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { groupBy } from '../lib/group.ts';
import { markSecretProved, selectSecretsOfClients } from './client-secret-queries.ts';
import { firstEnd, openClientSecret } from './client-secrets.ts';
import type { SecretRow } from './schema.ts';

/** A plugin that has shown one of its live client secrets, or is a public client. */
export interface AuthenticatedClient {
  pluginId: number;
  /** Null for a public client, which has nothing to show (RFC 6749 §2.1). */
  secretGeneration: number | null;
  /** It is who it says, and may do nothing. */
  isSuspended: boolean;
}

/** Tells which plugin calls the token endpoint, by the credentials that it shows. */
export interface Clients {
  /**
   * Client authentication (RFC 6749 §2.3.1). `undefined` for an unknown client and for a wrong secret alike: both read the
   * database once and compare once, so neither the answer nor its time tells which it was.
   *
   * @throws CannotOpenSecret when none matches, but one that cannot be opened might have: that is no wrong secret.
   */
  authenticate(clientId: string, secret: string): Promise<AuthenticatedClient | undefined>;
  /** A public client; a client with a secret is as unknown here as a public one is to `authenticate`. */
  findPublic(clientId: string): Promise<AuthenticatedClient | undefined>;
}

interface Client {
  pluginId: number;
  isPublic: boolean;
  isSuspended: boolean;
  secrets: { generation: number; digest: Buffer; proved: boolean }[];
  /** When the first of them expires; null for never. */
  endsAt: Date | null;
  /** Why not all of them are there. */
  unopened: CannotOpenSecret | undefined;
}

const MAX_CACHED = 10_000;
const NO_DIGEST = sha256('no client has this secret');

/**
 * Knows clients for as long as it hears of what changes them, and compares secrets by their SHA-256. The first login with a secret marks it proved before it is
 * answered.
 */
export function createClients(db: Database, vault: Vault, changes: Changes): Clients {
  const find = createBatcher<string, Client | undefined>({
    ...whenUnavailable,
    async run(clientIds) {
      const rows = await selectSecretsOfClients(db, clientIds);
      const clients = groupBy(rows, (row) => row.client_id);
      return clientIds.map((id) => toClient(clients.get(id) ?? [], vault));
    },
  });
  const cache = createCache<Client>({
    maxSize: MAX_CACHED,
    changes,
    topics: { clients: (id) => (client) => String(client.pluginId) === id },
    endsAt: ({ endsAt }) => endsAt,
    load: find,
  });

  async function authenticate(clientId: string, secret: string) {
    const digest = sha256(secret);
    const known = match(cache.peek(clientId) ?? undefined, digest);
    // A secret made on another node a moment ago is not cached here yet, so a failure is only certain after a fresh look.
    const matched = known ?? matchAll(await cache.reload(clientId), digest);
    if (matched === undefined) return undefined;
    const { client, used } = matched;
    if (!used.proved) await prove(client, used);
    return toAuthenticated(client, used.generation);
  }

  async function findPublic(clientId: string) {
    const known = cache.peek(clientId);
    const client = known?.isPublic ? known : await cache.reload(clientId);
    return client?.isPublic ? toAuthenticated(client, null) : undefined;
  }

  async function prove(client: Client, used: Client['secrets'][number]): Promise<void> {
    await db.transaction((tx) => markSecretProved(tx, client.pluginId, used.generation));
    used.proved = true;
  }

  return { authenticate, findPublic };
}

function toClient(rows: SecretRow[], vault: Vault): Client | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const live = rows.filter((row) => row.live);
  const client: Client = {
    pluginId: first.plugin_id,
    isPublic: first.is_public,
    isSuspended: first.is_suspended,
    secrets: [],
    endsAt: firstEnd(live),
    unopened: undefined,
  };
  for (const row of live) {
    try {
      const { generation, proved } = row;
      client.secrets.push({ generation, digest: sha256(openClientSecret(vault, row)), proved });
    } catch (error) {
      if (!(error instanceof CannotOpenSecret)) throw error;
      client.unopened = error;
    }
  }
  return client;
}

function matchAll(client: Client | undefined, digest: Buffer) {
  const matched = match(client, digest);
  if (matched === undefined && client?.isPublic === false && client.unopened !== undefined) {
    throw client.unopened;
  }
  return matched;
}

const toAuthenticated = (
  { pluginId, isSuspended }: Client,
  secretGeneration: number | null,
): AuthenticatedClient => ({ pluginId, secretGeneration, isSuspended });

function match(client: Client | undefined, digest: Buffer) {
  let used: Client['secrets'][number] | undefined;
  // Every candidate is compared, and one even when there is none.
  for (const secret of client?.secrets ?? []) {
    if (timingSafeEqual(secret.digest, digest)) used ??= secret;
  }
  if (client === undefined) timingSafeEqual(NO_DIGEST, digest);
  return client?.isPublic === false && used !== undefined ? { client, used } : undefined;
}
