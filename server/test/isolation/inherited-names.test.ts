import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { listRoutes } from '../../src/describe-api.ts';
import { type Browser, signIn } from '../support/people.ts';
import { type Answer, send, startTestServer } from '../support/server.ts';
import { addressOf, authorizationFor, isPage } from './calling.ts';
import { bodies, type TypedBody } from './rows.ts';
import { type Scene, setScene } from './scene.ts';

// What every object has without having it: where one is looked up in a table by what a caller sent, the table has it too.
const NAMES = Object.getOwnPropertyNames(Object.prototype);

// Those that are found in different ways: a function, and what a plain assignment does not set. They are sent to each place; of the others,
// which are functions too, each place is sent one in turn.
const TELLING = ['constructor', '__proto__'];
const namesAt = (turn: number): Set<string> =>
  new Set([...TELLING, NAMES[turn % NAMES.length] as string]);

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}
interface Described {
  parameters?: Parameter[];
}
interface Route {
  turn: number;
  name: string;
  method: string;
  path: string;
}

const { paths } = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
) as { paths: Record<string, Record<string, Described>> };

const routes: Route[] = (await listRoutes())
  .filter(({ method }) => !method.includes(','))
  .map(({ method, path }, turn) => ({ turn, name: `${method} ${path}`, method, path }));

const inPath = (path: string): string[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, n]) => `${n}`);

function queryOf({ method, path }: Route): string[] {
  const { parameters = [] } = paths[path]?.[method.toLowerCase()] ?? {};
  const declared = parameters.filter((parameter) => parameter.in === 'query');
  return declared.length === 0 && isPage(path) ? UNDECLARED : declared.map(({ name }) => name);
}

// Pages and OAuth declare no query: they are sent every name that any of them reads.
const UNDECLARED = [
  'client_id',
  'code_challenge_method',
  'done',
  'prompt',
  'redirect_uri',
  'response_type',
  'return_to',
  'scope',
  'signed_out',
  'slug',
  'space_id',
  'state',
];

let scene: Scene;
let person: Browser;
beforeAll(async () => {
  const env = {
    PLUGBOARD_SPACE_API_RATE_LIMIT: '0',
    PLUGBOARD_FAILED_SIGN_IN_LIMIT: '1000000',
    PLUGBOARD_FAILED_LOGIN_LIMIT: '1000000',
  };
  const server = await startTestServer({ env });
  scene = await setScene(server);
  person = await signIn(server, scene.admin.id);
  return () => server.close();
});

test('pages read no name of a query that the list above lacks', () => {
  const read = new Set<string>();
  for (const file of [
    'sign-in/sign-in-routes',
    'sign-in/oidc-routes',
    'oauth/app-redirect-routes',
  ]) {
    const text = readFileSync(new URL(`../../src/${file}.ts`, import.meta.url), 'utf8');
    for (const [, names = ''] of text.matchAll(/\{([^{}]*)\} = request\.query/g)) {
      for (const name of names.split(',')) read.add(name.split(':')[0]?.trim() ?? '');
    }
    for (const [, name = ''] of text.matchAll(/query(?: as [^)]*\))?\.(\w+)/g)) read.add(name);
  }
  expect([...read].filter((name) => !UNDECLARED.includes(name))).toEqual([]);
});

test.each(routes)(
  'no such name leads to a failure of ours in the address of $name',
  async (route) => {
    const query = queryOf(route);
    for (const name of namesAt(route.turn)) {
      for (const part of inPath(route.path)) await expectAnswer(route, { [part]: name });
      await expectAnswer(route, {}, Object.fromEntries(query.map((each) => [each, name])));
    }
    // One by one, too: a first that is wrong keeps the others from being read.
    for (const name of TELLING) {
      for (const each of query) await expectAnswer(route, {}, { [each]: name });
    }
  },
);

const rows = Object.keys(bodies).map((name, turn): Route => {
  const [method = '', path = ''] = name.split(' ');
  return { turn, name, method, path };
});

test.each(rows)('no such name leads to a failure of ours in the body of $name', async (route) => {
  const body = bodies[route.name]?.(scene) as Partial<TypedBody>;
  if (body.type !== undefined) return;
  const address = addressOf(scene, route.path);
  for (const name of namesAt(route.turn)) {
    for (const text of bodiesWith(body, name)) {
      refuseFailure(route.name, await call(route, address, text), text);
    }
  }
});

test('each of them is sent to some place', () => {
  const sent = new Set(routes.flatMap(({ turn }) => [...namesAt(turn)]));
  expect(sent).toEqual(new Set(NAMES));
});

const forms = routes.filter(({ method, path }) => method === 'POST' && isPage(path));

test.each(forms)(
  'no such name leads to a failure of ours in the form of $name',
  async ({ name: route, path }) => {
    for (const name of TELLING) {
      for (const field of [...FIELDS, name]) {
        refuseFailure(route, await person.post(addressOf(scene, path), { [field]: name }), field);
      }
    }
    person = await signIn(scene.server, scene.admin.id);
  },
);

// Those of all forms; what a form does not have is left alone.
const FIELDS = [
  'csrf_token',
  'days',
  'email',
  'friendly_name',
  'lang',
  'name',
  'password',
  'current_password',
  'new_password',
  'return_to',
  'space_id',
  'action',
];

async function expectAnswer(
  route: Route,
  parts: Record<string, string>,
  query: Record<string, string> = {},
): Promise<void> {
  const search = String(new URLSearchParams(query));
  const address = addressOf(scene, route.path, parts) + (search === '' ? '' : `?${search}`);
  // Nothing is ended that the next request needs: a changed part names nothing, and what has only unchanged ones is left alone.
  const isSpared = route.method !== 'GET' && route.path.includes('{');
  if (isSpared && Object.keys(parts).length === 0) return;
  refuseFailure(address, await call(route, address), '');
}

function call({ method, path }: Route, address: string, body?: string): Promise<Answer> {
  if (isPage(path) && method === 'GET') return person.get(address);
  const { url } = scene.server;
  const text = method === 'GET' || method === 'DELETE' ? undefined : (body ?? '{}');
  return send(url + address, method, text, { authorization: authorizationFor(scene, path) });
}

function refuseFailure(what: string, { status, text }: Answer, sent: string): void {
  expect(status, `${what} ${sent}: ${text}`).toBeLessThan(500);
}

/** The body with each of its texts replaced by the name, and with a member of that name in each of its objects. */
function* bodiesWith(body: object, name: string): Generator<string> {
  const text = JSON.stringify(body);
  for (const [whole, before = ''] of text.matchAll(/(":)"[^"]*"/g)) {
    yield text.replace(whole, `${before}${JSON.stringify(name)}`);
  }
  for (const { index } of text.matchAll(/\{/g)) {
    const rest = text.slice(index + 1);
    const comma = rest.startsWith('}') ? '' : ',';
    yield `${text.slice(0, index + 1)}${JSON.stringify(name)}:{}${comma}${rest}`;
  }
}
