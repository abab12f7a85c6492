import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, expect, test } from 'vitest';
import { schemaReader } from '../../src/platform-api/openapi-schemas.ts';

type Schema = Record<string, unknown>;
interface Media {
  schema: Schema;
  example?: unknown;
}
interface Body {
  content?: Record<string, Media>;
}
interface Operation {
  operationId: string;
  requestBody?: Body;
  responses: Record<string, Body>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Body> };
}

let document: Document;
beforeAll(async () => {
  const written = await readFile(new URL('../../../openapi.json', import.meta.url), 'utf8');
  document = JSON.parse(written);
});

const operations = (): Operation[] => Object.values(document.paths).flatMap(Object.values);

/** What is sent and what is answered when all is well, with a name to tell where. */
function bodies(): [name: string, content: Record<string, Media>][] {
  return operations().flatMap(({ operationId, requestBody, responses }) => {
    const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    return [['body', requestBody] as const, ...answers].flatMap(
      ([part, body]): [string, Record<string, Media>][] =>
        body?.content === undefined ? [] : [[`${part} of ${operationId}`, body.content]],
    );
  });
}

const isBinary = ({ schema }: Media): boolean => schema.format === 'binary';

test('every body and every answer is a component with a name', () => {
  for (const [name, content] of bodies()) {
    for (const media of Object.values(content)) {
      // An image, or the text of the metrics.
      if (media.schema.type === 'string') continue;
      expect(Object.keys(media.schema), name).toEqual(['$ref']);
    }
  }
});

test('what lists hold is a component with a name', () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    for (const list of ['data', 'apps', 'app_provisions', 'oauth_grants', 'spaces']) {
      const { items } = ((schema.properties as Schema)?.[list] ?? {}) as { items?: Schema };
      if (items !== undefined) expect(Object.keys(items), `${list} of ${name}`).toEqual(['$ref']);
    }
  }
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining([
      'Attachment',
      'Attempt',
      'Decision',
      'Event',
      'Install',
      'Job',
      'Revision',
      'Space',
      'StorageCommand',
      'User',
    ]),
  );
});

test('a body is written down in one media type', () => {
  const types = operations().flatMap(({ requestBody }) => Object.keys(requestBody?.content ?? {}));
  const bodyCount = operations().filter(({ requestBody }) => requestBody !== undefined).length;
  expect(types).toHaveLength(bodyCount);
  expect(new Set(types)).toEqual(
    new Set(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']),
  );
});

test('no schema has a list of types', () => {
  expect(listsOfTypes({ paths: document.paths, components: document.components })).toEqual([]);
});

const DATA = ['example', 'examples', 'default', 'enum'];

function listsOfTypes(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = Array.isArray((node as Schema).type) ? [path] : [];
  const below = Object.entries(node).filter(([key]) => !DATA.includes(key));
  return [...here, ...below.flatMap(([key, value]) => listsOfTypes(value, `${path}/${key}`))];
}

test('every operation shows by an example what it takes and what it answers', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as { default: (ajv: object) => void }).default(ajv);
  ajv.addSchema(document, 'api');
  const expectValid = (name: string, { schema, example }: Media): void => {
    expect(example, `${name} lacks an example`).toBeDefined();
    const holds = ajv.compile({ $ref: `api${schema.$ref}` });
    expect(holds(example), `${name}: ${ajv.errorsText(holds.errors)}`).toBe(true);
  };
  for (const [name, content] of [...bodies(), ...failures()]) {
    for (const media of Object.values(content)) {
      if (media.schema.$ref !== undefined) expectValid(name, media);
      else if (!isBinary(media)) expect(media.example, name).toBeTypeOf('string');
    }
  }
  for (const [name, { examples }] of Object.entries(document.components.schemas)) {
    for (const example of (examples ?? []) as unknown[]) {
      expectValid(name, { schema: { $ref: `#/components/schemas/${name}` }, example });
    }
  }
});

const failures = (): [string, Record<string, Media>][] =>
  Object.entries(document.components.responses).map(([name, { content = {} }]) => [name, content]);

test('two schemas of one name are told apart, one that is used twice is not', () => {
  const { read, named } = schemaReader();
  const thing = { title: 'Thing', type: 'object', properties: { title: { type: 'string' } } };
  expect(read([thing, { anyOf: [structuredClone(thing)] }])).toEqual([
    { $ref: '#/components/schemas/Thing' },
    { anyOf: [{ $ref: '#/components/schemas/Thing' }] },
  ]);
  expect(Object.keys(named())).toEqual(['Thing']);
  expect(() => read({ ...thing, description: 'Another' })).toThrow(
    'Two different schemas have the title "Thing"',
  );
});

test('a choice of types becomes a union, and null is one of it', () => {
  const { read } = schemaReader();
  expect(read({ type: ['string', 'null'], maxLength: 5, description: 'A text' })).toEqual({
    description: 'A text',
    anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }],
  });
  expect(read({ type: ['integer', 'string'], minimum: 1, maxLength: 5 })).toEqual({
    anyOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', maxLength: 5 },
    ],
  });
  expect(read({ type: ['string', 'null'], enum: ['a', null] })).toEqual({
    anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }],
  });
  expect(read({ type: ['object', 'null'], title: 'Thing', description: 'One' })).toEqual({
    anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }],
  });
});
