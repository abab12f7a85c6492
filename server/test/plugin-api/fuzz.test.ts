import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emit, type TestInstall } from '../support/plugins.ts';
import { send, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { declaredAnswers } from './declared-answers.ts';

const PREFIX = '/api/v2/plugin-services';

let server: TestServer;
let install: TestInstall;
let token: string;
let jobId: string;
let expectDeclared: Awaited<ReturnType<typeof declaredAnswers>>;
setUp(
  async (given) => {
    ({ server, install, token } = given);
    jobId = (await emit(server, install.spaceId, 'thing_happened')).jobs[0]?.id as string;
    expectDeclared = await declaredAnswers(server);
  },
  { event: 'thing_happened', env: { PLUGBOARD_FAILED_LOGIN_LIMIT: '1000000' } },
);

const odd = fc.oneof(
  fc.constantFrom<unknown[]>(null, true, -1, 0, -0, 1.5, 2 ** 53, 1e308, 5e-324, 200, '', '1'),
  fc.constantFrom<unknown[]>('__proto__', '\0', '\ud800', 'é\u{1f511}', '%00', '\r\n', [], {}, [
    [],
  ]),
  fc.constantFrom<unknown[]>('javascript:a', 'x'.repeat(600), 'x'.repeat(11_000), '1e400', '{{a}}'),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Some of the known fields, and all of `required`, mostly with values that may be right. */
function fields(known: Record<string, unknown[]>, ...required: string[]): fc.Arbitrary<object> {
  const values = Object.entries(known).map(([name, fitting]) => {
    const value = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...fitting) }, odd);
    return [name, value] as const;
  });
  return fc.record(Object.fromEntries(values), { requiredKeys: required });
}

const key = ['a', 'b', 'c'];
const meta = [true, false];
const settings = { ttl: [1, 3600], if_absent: [true, false], if_version: [1, 2], meta };
const value = [1, 'x', { a: [null] }, null];
const command = fc.oneof(
  fields({ action: ['get', 'unset'], key, meta }, 'action', 'key'),
  fields({ action: ['set'], key, value, meta }, 'action', 'key', 'value'),
  fields({ action: ['set'], key, value, ...settings }, 'action', 'key', 'value'),
  fields({ action: ['set_unique'], key, chars: ['01', 'abc'], size: [1, 12] }, 'action', 'key'),
  fields({ action: ['set_unique_num'], key, min: [0, -5], max: [9, 2 ** 53 - 1] }, 'action', 'key'),
  fields({ action: ['increment'], key, by: [1, -1], meta }, 'action', 'key'),
  fields({ action: ['list'], page: [1, 2], prefix: ['', 'a'], limit: [1, 1000] }, 'action'),
  fields({ action: ['list'], after: ['a'], limit: [1, 1000], meta }, 'action'),
);
const attachment = fields(
  {
    type: ['text', 'password', 'link', 'json', 'credential_image', 'other'],
    label: ['Label'],
    value: [1, 'x', { a: 1 }],
    url: ['https://plugin.test/', 'http://a'],
    image: [{ type: 's3', link: 'https://plugin.test/a.png' }, { link: 'a/b' }],
  },
  'label',
);
const listOf = (item: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 5, arbitrary: fc.array(item, { maxLength: 5 }) }, odd);

const bodies = {
  storage: fc.record({ commands: listOf(command) }, { requiredKeys: [] }),
  job: fc
    .tuple(
      fields({
        status: ['done', 'failed', 'ignored'],
        status_message: ['Hi'],
        failure_reason: ['No'],
      }),
      fc.record({ attachments: listOf(attachment) }, { requiredKeys: [] }),
    )
    .map(([one, other]) => ({ ...one, ...other })),
  config: fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), odd, { maxKeys: 4 }),
  notification: fields(
    {
      message: ['Hi'],
      recipient: ['you'],
      details: [[1, { a: null }]],
      actions: [[{ label: 'Go', callback_url: 'https://plugin.test/' }]],
      attachments: [[], {}],
    },
    'message',
  ),
  token: fc.oneof(
    fields({ grant_type: ['client_credentials'], scope: ['plugin', ['plugin']] }, 'grant_type'),
    fields({
      grant_type: ['client_credentials', 'refresh_token', 'plugin_install', 'password'],
      scope: ['plugin', 'plugin,token.refresh', ['plugin'], 'x'],
      refresh_token: [`pbr_${'A'.repeat(43)}`],
      install_id: [1, '1'],
      client_id: ['a'],
      client_secret: ['b'],
    }),
  ),
};

type Operation = [method: string, template: string, body: fc.Arbitrary<unknown>];
const operations: Operation[] = [
  ['POST', `${PREFIX}/storage`, bodies.storage],
  ['PATCH', `${PREFIX}/jobs/{jobId}`, bodies.job],
  ['GET', `${PREFIX}/installs/{installId}/config`, fc.constant(undefined)],
  ['PUT', `${PREFIX}/installs/{installId}/config`, bodies.config],
  ['POST', `${PREFIX}/installs/{installId}/notifications`, bodies.notification],
  ['POST', '/a/auth/v0/token', bodies.token],
];

/** As a form, where it is an object; nothing else can be one. */
function asForm(body: string): string {
  try {
    return String(new URLSearchParams(JSON.parse(body)));
  } catch {
    return body;
  }
}

/** Text of a body: the value as JSON, or that spoilt, or something else. */
const written = (body: fc.Arbitrary<unknown>): fc.Arbitrary<string | undefined> =>
  fc.oneof(
    { weight: 8, arbitrary: body.map((value) => JSON.stringify(value)) },
    fc
      .tuple(body, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([value, at, text]) => {
        const whole = JSON.stringify(value) ?? '';
        const cut = at % (whole.length + 1);
        return (whole.slice(0, cut) + text + whole.slice(cut + text.length)).toWellFormed();
      }),
    odd.map((value) => JSON.stringify(value)),
    fc.constantFrom(
      '',
      '[',
      '{"a":1e999}',
      '{"a":1,"a":2}',
      '\ufeff{}',
      '['.repeat(100),
      undefined,
    ),
  );

const usually = <T>(value: T, ...others: T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(value) }, fc.constantFrom(...others));

const requestOf = (body: fc.Arbitrary<unknown>) =>
  fc.record({
    body: written(body),
    id: usually('RIGHT', '0', 'x', '%20', '%F0%9F%98%80', '..%2f', '9'.repeat(300), 'null', '-1'),
    query: usually('', '?fields=all', '?fields=x', '?a[]=1&a=%zz', '?access_token=x', '?%5f'),
    type: usually(
      'application/json',
      'application/vnd.api+json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'x',
      'application/json; charset=utf-16',
    ),
    accept: usually(undefined, 'application/vnd.api+json', 'text/html', '*/*;q=0'),
    authorization: usually('RIGHT', undefined, 'Bearer x', 'Basic eDp5', 'Basic \xff', 'x'),
  });

type Drawn = ReturnType<typeof requestOf> extends fc.Arbitrary<infer T> ? T : never;

function authorizationFor(template: string): string {
  if (!template.startsWith('/a/auth')) return `Bearer ${token}`;
  const { clientId, clientSecret } = install.plugin;
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

// A way to be wrong is drawn in a ninth of the requests, and there are eight: of 80 runs with some 500 requests each has its share.
test.each(operations)(
  'whatever is sent to %s %s, the answer is one that is declared, and no failure of ours',
  async (method, template, body) => {
    const right = template.includes('{jobId}') ? jobId : String(install.id);
    const seen: Record<string, number> = {};
    const ask = async ({ body, id, query, type, accept, authorization }: Drawn) => {
      const path = template.replace(/\{\w+\}/, id === 'RIGHT' ? right : id);
      const text = method === 'GET' ? undefined : body;
      const sent = text !== undefined && type.endsWith('urlencoded') ? asForm(text) : text;
      const answer = await send(server.url + path + query, method, sent, {
        accept,
        'content-type': sent === undefined ? undefined : type,
        authorization: authorization === 'RIGHT' ? authorizationFor(template) : authorization,
      });
      expectDeclared(method, template, answer);
      const kind = `${Math.floor(answer.status / 100)}xx`;
      seen[kind] = (seen[kind] ?? 0) + 1;
    };
    const requests = fc.array(requestOf(body), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(requests, async (drawn) => void (await Promise.all(drawn.map(ask)))),
      { numRuns: 80 },
    );
    // It was really reached, right and wrong.
    expect(seen['2xx']).toBeGreaterThan(5);
    expect(seen['4xx']).toBeGreaterThan(5);
  },
);
