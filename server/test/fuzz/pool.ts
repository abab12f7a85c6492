import type { Random } from './random.ts';

/** What live answers gave: ids and other values, by the segment of a path that they stand behind. */
export interface Pool {
  /** Something to read or to build on; undefined when there is none. */
  draw(kind: string, random: Random): unknown;
  /** Something that requests made, which may be changed or removed. */
  drawMade(kind: string, random: Random): unknown;
  /** What the world is made of: it stays. */
  keep(kind: string, ...values: unknown[]): void;
  /** What a request made. */
  add(kind: string, value: unknown): void;
}

/** Event types that are there from the beginning. */
export const EVENTS = ['opened', 'closed'];

/** The newest of a kind; old ones are likely gone. */
const MOST = 40;

export function createPool(): Pool {
  const kept = new Map<string, unknown[]>();
  const made = new Map<string, unknown[]>();
  const listOf = (map: Map<string, unknown[]>, kind: string) => {
    const list = map.get(kind) ?? [];
    map.set(kind, list);
    return list;
  };
  const from = (list: unknown[], random: Random) =>
    list.length === 0 ? undefined : random.pick(list);
  return {
    draw: (kind, random) => {
      const first = random.chance(0.5) ? kept : made;
      const second = first === kept ? made : kept;
      return from(listOf(first, kind), random) ?? from(listOf(second, kind), random);
    },
    drawMade: (kind, random) => from(listOf(made, kind), random),
    keep: (kind, ...values) => void listOf(kept, kind).push(...values),
    add(kind, value) {
      if (value === undefined || value === null || listOf(kept, kind).includes(value)) return;
      const list = listOf(made, kind);
      if (list.includes(value)) return;
      list.push(value);
      if (list.length > MOST) list.shift();
    },
  };
}

/** The kind of thing that a member of a body or a query names. */
export const KIND_OF_FIELD: Record<string, string> = {
  space_id: 'spaces',
  user_id: 'users',
  plugin_id: 'plugins',
  app_id: 'plugins',
  install_id: 'installs',
  client_id: 'app_settings',
  identifier: 'identifiers',
  required_scope: 'scopes',
  code: 'codes',
  refresh_token: 'refresh_tokens',
  token: 'tokens',
  cursor: 'cursors',
};

/** Kinds under other segments that are the same things. */
export const SAME_AS: Record<string, string> = {
  apps: 'plugins',
  endpoints: 'event_names',
  event_types: 'event_names',
  members: 'users',
};
