import type { RouteEntry } from '../../src/describe-api.ts';
import { png } from '../images/pictures.ts';
import { CALLBACK } from '../oauth/authorization.ts';
import type { Operation } from './document.ts';
import { ODD_QUERIES, ODD_SEGMENTS, ODD_TYPES, spoilt } from './mutations.ts';
import { type Pool, SAME_AS } from './pool.ts';
import type { Random } from './random.ts';
import { drawValue, exampleOf, type Source } from './values.ts';
import type { Actor, World } from './world.ts';

/** A request to be sent. */
export interface Made {
  actor: Actor;
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const FORM = 'application/x-www-form-urlencoded';

/** A request of an operation: mostly right for who sends it, and often spoilt. */
export function requestFor(world: World, operation: Operation, random: Random): Made {
  const actor = actorFor(world, operation, random);
  const source: Source = { pool: world.pool, random, workerUrl: world.workerUrl };
  const { text, type } = bodyFor(operation, actor, source, world);
  const headers: Record<string, string> = { ...actor.headers };
  if (type !== undefined) headers['content-type'] = type;
  if (random.chance(0.04)) headers['idempotency-key'] = random.pick(['k1', 'k2', random.word()]);
  if (random.chance(0.03)) headers['if-match'] = random.pick(['"1"', '*', 'x', '"\\"']);
  return {
    actor,
    method: operation.method,
    url: pathFor(world, operation, actor, random) + queryFor(operation, source),
    headers,
    body: text,
  };
}

function actorFor({ actors }: World, { schemes }: Operation, random: Random): Actor {
  const fitting = actors.filter((actor) => actor.schemes.some((one) => schemes.includes(one)));
  if (fitting.length === 0 || !random.chance(0.85)) return random.pick(actors);
  // Of those who may call, some may not this: the host may all.
  const host = fitting.find((actor) => actor.schemes.includes('hostKey'));
  return host !== undefined && random.chance(0.5) ? host : random.pick(fitting);
}

/** What only its own person finds. */
const PERSONAL = new Set(['partner_apps', 'personal_access_tokens', 'oauth_grants']);

const kindOf = (segment: string, actor: Actor): string =>
  PERSONAL.has(segment) ? `${segment}@${actor.person ?? 0}` : (SAME_AS[segment] ?? segment);

// Writes to these leave the world as it is.
const HARMLESS =
  /\/plugin-services\/|\/config|^POST \/v1\/spaces|^P\w+ \/v1\/spaces\/\{space_id\}\/app_|\/installs$|\/(?:en|dis)able$|\/jobs\/|\/upload_image$/;

function pathFor(
  world: World,
  { method, path, name }: Operation,
  actor: Actor,
  random: Random,
): string {
  const pair = PAIRS[name] && world.pool.drawMade(PAIRS[name], random);
  if (pair !== undefined && random.chance(0.8)) {
    const [first, second] = pair as [unknown, unknown];
    return path.replace(/\{\w+\}/, String(first)).replace(/\{\w+\}/, String(second));
  }
  let segment = '';
  const parts = path.split('/').map((part, index, all) => {
    if (!part.startsWith('{')) {
      segment = part;
      return part;
    }
    if (random.chance(0.04)) return random.pick(ODD_SEGMENTS);
    const isLast = index === all.length - 1;
    const pool = actor.tenant === 'a' && random.chance(0.1) ? world.foreign : world.pool;
    const mayKeep =
      method === 'GET' || HARMLESS.test(name) || (!isLast && path.startsWith('/v1/spaces'));
    return encodeURIComponent(String(thing(pool, kindOf(segment, actor), mayKeep, random)));
  });
  return parts.join('/');
}

/** Two ids that belong together. */
const PAIRS: Record<string, string> = {
  'DELETE /platform/v1/spaces/{id}/members/{user_id}': 'memberships',
  'DELETE /platform/v1/plugins/{id}/secrets/{generation}': 'generations',
};

const thing = (pool: Pool, kind: string, mayKeep: boolean, random: Random): unknown =>
  (mayKeep ? pool.draw(kind, random) : pool.drawMade(kind, random)) ??
  (NAMED.has(kind) ? random.word() : 999_999_999);

/** Made by being written to: any name will do. */
const NAMED = new Set(['scopes', 'event_names']);

function queryFor({ query }: Operation, source: Source): string {
  const { random } = source;
  const given = query
    .filter(({ required }) => required || random.chance(0.25))
    .map(({ name, schema }) => [name, String(drawValue(schema, source, name))] as [string, string]);
  const parts = given.length === 0 ? [] : [String(new URLSearchParams(given))];
  if (random.chance(0.05)) parts.push(random.pick(ODD_QUERIES));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

interface Body {
  text: string | undefined;
  type: string | undefined;
}

function bodyFor(operation: Operation, actor: Actor, source: Source, world: World): Body {
  const { random } = source;
  const { mediaType, body: schema, path } = operation;
  if (schema === undefined) {
    return operation.method !== 'GET' && random.chance(0.03)
      ? { text: '{}', type: 'application/json' }
      : NO_BODY;
  }
  if (mediaType?.startsWith('multipart')) return picture(random);
  const isToken = path.endsWith('/token');
  if (path === '/v1/app_submissions') {
    const app_id = source.pool.drawMade(kindOf('partner_apps', actor), random) ?? 1;
    return { text: JSON.stringify({ app_id }), type: mediaType };
  }
  const value = isToken
    ? tokenRequest(actor, source, world)
    : random.chance(0.5)
      ? exampleOf(schema, source)
      : drawValue(schema, source);
  const isSpoilt = random.chance(0.25);
  const text = isSpoilt ? spoilt(value, random) : JSON.stringify(value);
  if (random.chance(0.02)) return { text, type: random.pick(ODD_TYPES) };
  if (mediaType !== FORM) return { text, type: mediaType };
  return { text: isSpoilt ? text : asForm(value as object), type: mediaType };
}

const NO_BODY: Body = { text: undefined, type: undefined };

const asForm = (value: object): string =>
  String(
    new URLSearchParams(
      Object.entries(value)
        .filter(([, one]) => one !== undefined && one !== null)
        .map(([name, one]): [string, string] => [name, String(one)]),
    ),
  );

function tokenRequest(actor: Actor, { pool, random }: Source, { plugin }: World): object {
  const { clientId, clientSecret } = plugin;
  const client =
    actor.name === 'client' ? {} : { client_id: clientId, client_secret: clientSecret };
  const grants: object[] = [
    {
      grant_type: 'client_credentials',
      scope: random.pick(['plugin', 'plugin,token.refresh', 'x']),
    },
    { grant_type: 'plugin_install', install_id: pool.draw('installs', random) },
    { grant_type: 'refresh_token', refresh_token: pool.draw('refresh_tokens', random) ?? 'pbr_x' },
    { grant_type: 'authorization_code', code: pool.draw('codes', random), redirect_uri: CALLBACK },
  ];
  return { ...client, ...random.pick(grants) };
}

/** As text, so that a byte is a character: what is no ASCII in it is spoilt on the way, and every third picture with it. */
function picture(random: Random): Body {
  const bytes = random.chance(0.7) ? GIF : png(random.word()).toString('latin1');
  const name = random.chance(0.9) ? 'file' : 'other';
  const text = `--edge\r\ncontent-disposition: form-data; name="${name}"; filename="a.gif"\r\ncontent-type: image/gif\r\n\r\n${bytes}\r\n--edge--\r\n`;
  const end = random.chance(0.1) ? random.below(text.length) : text.length;
  return { text: text.slice(0, end), type: 'multipart/form-data; boundary=edge' };
}

const GIF = 'GIF89a\x01\x00\x01\x00\x00\x00\x00;';

// They end the session that the rest of the run needs, unless they come from nowhere.
const FROM_NOWHERE = new Set(['POST /sign-out']);

/** A request of a page, as a browser of tenant A's admin sends it, or nobody's. */
export function pageRequest(world: World, route: RouteEntry, random: Random): Made {
  const { browser, actors, pool } = world;
  const signedIn = actors.find(({ schemes }) => schemes.includes('session')) as Actor;
  const actor = random.chance(0.7)
    ? signedIn
    : (actors.find(({ name }) => name === 'nobody') as Actor);
  let segment = '';
  const parts = route.path.split('/').map((part) => {
    if (!part.startsWith('{')) {
      segment = part;
      return part;
    }
    const known =
      part === '{slug}'
        ? pool.draw('slugs', random)
        : pool.drawMade(kindOf(segment, actor), random);
    const id = part === '{id}' && segment === 'spaces' ? pool.draw('spaces', random) : known;
    return random.chance(0.2) ? random.pick(ODD_SEGMENTS) : encodeURIComponent(String(id ?? 'x'));
  });
  const keys = [
    'done',
    'return_to',
    'client_id',
    'redirect_uri',
    'scope',
    'space_id',
    'state',
    'error',
  ];
  const values = [
    'constructor',
    '__proto__',
    '//evil.example',
    'x',
    '%0d%0a',
    CALLBACK,
    '1',
    world.plugin.clientId,
  ];
  const fields = Array.from(
    { length: random.below(5) },
    () => `${random.pick(keys)}=${encodeURIComponent(random.pick(values))}`,
  );
  const headers: Record<string, string> = { accept: 'text/html', ...actor.headers };
  if (route.method !== 'POST') {
    return {
      actor,
      method: 'GET',
      url: `${parts.join('/')}?${fields.join('&')}`,
      headers,
      body: undefined,
    };
  }
  const name = `POST ${route.path}`;
  const form = {
    name: random.word(),
    friendly_name: 'canary-of-a',
    lang: 'en',
    days: '3',
    development: 'on',
    email: 'x',
    decision: 'allow',
  };
  const csrf: Record<string, string> = random.chance(0.7) ? { csrf_token: browser.csrfToken } : {};
  headers['content-type'] = FORM;
  if (random.chance(0.9)) headers.origin = world.server.config.publicUrl;
  if (FROM_NOWHERE.has(name)) delete headers.origin;
  const body = `${new URLSearchParams({ ...form, ...csrf })}&${fields.join('&')}`;
  return { actor, method: 'POST', url: parts.join('/'), headers, body };
}

/** What live answers tell, by operation: kinds of things, and their names. */
const FEEDS: Record<string, (body: Body2) => [string, unknown][]> = {
  'POST /platform/v1/spaces': (body) => [['spaces', body.id]],
  'POST /platform/v1/users': (body) => [['users', body.id]],
  'POST /platform/v1/host_keys': (body) => [['host_keys', body.id]],
  'POST /platform/v1/plugins': ({ plugin }) => [
    ['plugins', plugin.id],
    ['slugs', plugin.slug],
  ],
  'POST /platform/v1/spaces/{id}/installs': (body) => [['installs', body.id]],
  'POST /platform/v1/events': ({ event, jobs }) => [
    ['events', event.id],
    ...jobs.map(({ id }: { id: string }): [string, unknown] => ['jobs', id]),
  ],
  'GET /platform/v1/jobs': ({ data }) => data.map(({ id }: { id: string }) => ['jobs', id]),
  'PUT /platform/v1/scopes/{name}': ({ name }) => [['scopes', name]],
  'PUT /platform/v1/event_types/{name}': ({ name }) => [['event_names', name]],
  'POST /v1/spaces/{space_id}/app_provisions': ({ app_provision }) => [
    ['app_provisions', app_provision.app_id],
  ],
  'POST /v1/org_apps': ({ app }) => [['org_apps', app.id]],
  'POST /v1/org_apps/upload_image': imageName,
  'POST /v1/partner_apps/upload_image': imageName,
  'POST /oauth/token': tokens,
  'POST /a/auth/v0/token': tokens,
};

const OF_PERSON: Record<string, (body: Body2) => [string, unknown]> = {
  'POST /v1/partner_apps': ({ app }) => ['partner_apps', app.id],
  'POST /platform/v1/personal_access_tokens': ({ id }) => ['personal_access_tokens', id],
};

// biome-ignore lint/suspicious/noExplicitAny: the operation says what it is
type Body2 = any;

function imageName({ public_url }: Body2): [string, unknown][] {
  return [['images', String(public_url).split('/').at(-1)]];
}

function tokens({ access_token, refresh_token }: Body2): [string, unknown][] {
  return [
    ['tokens', access_token],
    ['refresh_tokens', refresh_token],
  ];
}

/** Keeps what an answer tells. */
export function feed(pool: Pool, { name }: Operation, { actor, url }: Made, body: Body2): void {
  const [, , , , id, , other] = url.split('?', 1)[0]?.split('/') ?? [];
  if (name === 'PUT /platform/v1/spaces/{id}/members/{user_id}')
    pool.add('memberships', [id, other]);
  if (name === 'POST /platform/v1/plugins/{id}/secrets') {
    pool.add('generations', [id, Math.max(1, (body.generation ?? 2) - 1)]);
  }
  for (const [kind, value] of FEEDS[name]?.(body) ?? []) pool.add(kind, value);
  const own = OF_PERSON[name]?.(body);
  if (own?.[0]) pool.add(`${own[0]}@${body.user_id ?? actor.person ?? 0}`, own[1]);
  if (typeof body?.next_cursor === 'string') pool.add('cursors', body.next_cursor);
}
