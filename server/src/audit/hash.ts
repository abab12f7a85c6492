import { sha256 } from '../lib/crypto.ts';

/** What of an entry is in the chain: all of it but its place there. */
export interface EntryContent {
  id: string;
  at: Date;
  actor_kind: string;
  actor_id: number | null;
  action: string;
  target_type: string;
  target_id: string;
  space_id: number | null;
  request_id: string | null;
  changed: string[];
  details_hash: Buffer;
}

/** What of an entry can be erased. */
export interface EntryDetails {
  salt: Buffer;
  name: string | null;
  email: string | null;
  address: string | null;
  user_agent: string | null;
}

/** The hash of an entry in its place: SHA-256 of a JSON array of its parts, in this order, and of the hash of the entry before. */
export function entryHash(entry: EntryContent, previous: Buffer): Buffer {
  const { details_hash } = entry;
  const parts = [
    entry.id,
    entry.at.toISOString(),
    entry.actor_kind,
    entry.actor_id,
    entry.action,
    entry.target_type,
    entry.target_id,
    entry.space_id,
    entry.request_id,
    entry.changed,
    details_hash.toString('hex'),
    previous.toString('hex'),
  ];
  return sha256(JSON.stringify(parts));
}

/** What the chain knows of details: salted, or whoever has the chain could find an erased address by trying them all. */
export function detailsHash({ salt, name, email, address, user_agent }: EntryDetails): Buffer {
  return sha256(JSON.stringify([salt.toString('hex'), name, email, address, user_agent]));
}
