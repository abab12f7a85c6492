import { describe, expect, test } from 'vitest';
import { asPlugin, emit, type TestInstall } from '../support/plugins.ts';
import type { Answer, TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';

let server: TestServer;
let install: TestInstall;
let token: string;
setUp((given) => ({ server, install, token } = given), { event: 'thing_happened' });

async function newJob(): Promise<string> {
  return (await emit(server, install.spaceId, 'thing_happened')).jobs[0]?.id as string;
}
const attach = (id: string, attachments: unknown): Promise<Answer> => {
  const list = typeof attachments === 'string' ? attachments : JSON.stringify(attachments);
  return asPlugin(server, token, 'PATCH', `/jobs/${id}`, `{"attachments":${list}}`);
};
const attachedTo = async (id: string): Promise<unknown[]> =>
  (await server.api('GET', `/platform/v1/jobs/${id}`)).body.attachments;

const screener = {
  type: 'json',
  label: 'Screener Details',
  value: {
    input: { fields: [{ name: 'full_name', value: 'Ann Example' }] },
    matches: [{ score: 0.97, name: 'Ann Example', notes: null }],
  },
};

describe('are kept as they are:', () => {
  test.each([
    ['a text', { type: 'text', label: 'Badge', value: '7' }],
    ['a password', { type: 'password', label: 'Wi-Fi', value: 'correct horse' }],
    ['a link', { type: 'link', label: 'Page', value: 'here', url: 'https://plugin.test/a?b=c#d' }],
    ['a link to http', { type: 'link', label: 'Page', value: '', url: 'http://plugin.test' }],
    [
      'the image of a credential',
      {
        type: 'credential_image',
        label: 'Card',
        value: '12345',
        title: 'Your card',
        image: { type: 's3', link: 'https://bucket.plugin.test/card.png' },
      },
    ],
    [
      'the image of a credential by its key in a bucket',
      {
        type: 'credential_image',
        label: 'Card',
        value: '1',
        image: { type: 's3', link: 'a/b.png' },
      },
    ],
    ['a screener report', screener],
    ['an unknown type', { type: 'seating_plan', label: 'Seat', value: [1, 2], floor: { n: 3 } }],
    ['fields that nobody knows', { type: 'text', label: 'a', value: 'b', url: null, more: [null] }],
    ['an empty label', { type: 'text', label: '', value: '' }],
  ])('%s', async (_, attachment) => {
    const id = await newJob();
    expect((await attach(id, [attachment])).status).toBe(200);
    expect(await attachedTo(id)).toEqual([attachment]);
  });

  test.each([{}, { type: null }])('%j is a text', async (type) => {
    const id = await newJob();
    await attach(id, [{ ...type, label: 'a', value: 'b' }]);
    expect(await attachedTo(id)).toEqual([{ type: 'text', label: 'a', value: 'b' }]);
  });

  test('__proto__ and its like as fields', async () => {
    const id = await newJob();
    const text =
      '{"type":"json","label":"a","value":{"__proto__":1},"__proto__":{"b":2},"constructor":3}';
    expect((await attach(id, `[${text}]`)).status).toBe(200);
    const job = await server.api('GET', `/platform/v1/jobs/${id}`);
    expect(job.text).toContain(text);
  });

  test('in order, those of several requests one after the other', async () => {
    const id = await newJob();
    const labels = Array.from({ length: 100 }, (_, index) => ({ label: `${index}`, value: index }));
    expect((await attach(id, labels.slice(0, 60))).status).toBe(200);
    expect((await attach(id, labels.slice(60))).status).toBe(200);
    expect(await attachedTo(id)).toEqual(labels.map((one) => ({ type: 'text', ...one })));
  });
});

const scripts = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://plugin.test/1',
];

describe('are refused, and named:', () => {
  const image = (link: unknown) => ({ type: 'credential_image', label: 'a', image: { link } });
  test.each<[string, unknown, string]>([
    ['a text', ['a'], '/attachments/0'],
    ['null', [{ label: 'a' }, null], '/attachments/1'],
    ['no label', [{ value: 1 }], '/attachments/0/label'],
    ['a label of null', [{ label: null }], '/attachments/0/label'],
    ['a label that is a number', [{ label: 1 }], '/attachments/0/label'],
    ['a long label', [{ label: 'x'.repeat(1001) }], '/attachments/0/label'],
    ['a type that is a number', [{ label: 'a', type: 1 }], '/attachments/0/type'],
    ['a long type', [{ label: 'a', type: 'x'.repeat(101) }], '/attachments/0/type'],
    ['a link without address', [{ type: 'link', label: 'a', value: 'b' }], '/attachments/0/url'],
    ['a link of a number', [{ type: 'link', label: 'a', url: 1 }], '/attachments/0/url'],
    ['an image that is a text', [{ ...image(''), image: 'x' }], '/attachments/0/image'],
    ['an image link of a number', [image(1)], '/attachments/0/image/link'],
    ...[...scripts, '//evil.test', '/a', 'a', '', '\\\\evil.test', 'https://'].map(
      (url): [string, unknown, string] => [
        `a link to ${JSON.stringify(url)}`,
        [
          { label: 'fine', value: 1 },
          { type: 'link', label: 'a', value: 'https://a.test', url },
        ],
        '/attachments/1/url',
      ],
    ),
    ...[...scripts, '//evil.test/a.png', '/\\evil.test'].map((link): [string, unknown, string] => [
      `an image at ${JSON.stringify(link)}`,
      [image(link)],
      '/attachments/0/image/link',
    ]),
    ['101 at once', Array(101).fill({ label: 'a' }), '/attachments'],
  ])('%s', async (_, attachments, pointer) => {
    const id = await newJob();
    const answer = await attach(id, attachments);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.errors).toMatchObject([{ code: 'invalid', source: { pointer } }]);
    expect(await attachedTo(id)).toEqual([]);
  });

  test('one that is too large', async () => {
    const id = await newJob();
    const sized = (length: number) => [{ type: 'text', label: 'a', value: 'x'.repeat(length) }];
    const overhead = JSON.stringify(sized(0)[0]).length;
    expect((await attach(id, sized(256 * 1024 - overhead))).status).toBe(200);
    const answer = await attach(id, sized(256 * 1024 - overhead + 1));
    expect([answer.status, answer.body.errors[0].code]).toEqual([413, 'value_too_large']);
    expect(await attachedTo(id)).toHaveLength(1);
  });
});
