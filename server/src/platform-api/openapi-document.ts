import { STATUS_CODES } from 'node:http';
import { failureFormat } from '../surfaces.ts';

/** Whatever is in a document: what is looked for is told by its keys. */
type Node = Record<string, unknown>;

interface Operation extends Node {
  parameters?: Node[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Node }> };
  responses: Record<string, Node>;
}

type Paths = Record<string, Record<string, Operation>>;

/** Completes the generated document: shared errors and headers, named components, a stable order. */
export function finishDocument(generated: object): Node {
  const { openapiObject } = generated as { openapiObject: Node };
  const document = structuredClone(openapiObject);
  const paths = document.paths as Paths;
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) finish(operation, method, path);
  }
  document.paths = sorted(paths);
  const components = document.components as Record<string, Node>;
  components.schemas = sorted(nameSchemas(document, components.schemas ?? {}));
  return document;
}

function finish(operation: Operation, method: string, path: string): void {
  const { responses, requestBody } = operation;
  for (const [status, response] of Object.entries(responses)) {
    if (response.description === 'Default Response') response.description = STATUS_CODES[status];
  }
  const errors = { $ref: `#/components/responses/${failureFormat(path)}` };
  responses['4XX'] ??= errors;
  responses['5XX'] ??= errors;
  if (requestBody !== undefined) admitNoBody(requestBody);
  if (method === 'post' && takesIdempotencyKey(path, responses)) {
    const key = { $ref: '#/components/parameters/IdempotencyKey' };
    operation.parameters = [...(operation.parameters ?? []), key];
  }
}

// Every POST of the Platform API that creates something.
function takesIdempotencyKey(path: string, responses: Operation['responses']): boolean {
  return path.startsWith('/platform/v1') && ('201' in responses || isIntake(path));
}

const isIntake = (path: string): boolean => /\/events(\/batch)?$/.test(path);

// A route whose body may be missing is given null for it.
function admitNoBody(body: NonNullable<Operation['requestBody']>): void {
  for (const { schema } of Object.values(body.content)) {
    if (!Array.isArray(schema.type)) continue;
    schema.type = schema.type.find((type) => type !== 'null');
    body.required = false;
  }
}

// Their values are data, not schemas.
const DATA_KEYS = new Set(['example', 'examples', 'default', 'enum', 'const']);

/**
 * Moves every schema that has a title into `components.schemas`, under that title, and refers to it from where it was.
 *
 * @throws Error when two different schemas have one title.
 */
function nameSchemas(document: Node, schemas: Node): Node {
  const named: Node = { ...schemas };
  function nameWithin(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(nameWithin);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, value]) => {
      return [key, DATA_KEYS.has(key) ? value : nameWithin(value)];
    });
    const { title, ...schema } = Object.fromEntries(entries);
    if (typeof title !== 'string') return title === undefined ? schema : { ...schema, title };
    if (named[title] !== undefined && JSON.stringify(named[title]) !== JSON.stringify(schema)) {
      throw new Error(`Two different schemas have the title "${title}"`);
    }
    named[title] = schema;
    return { $ref: `#/components/schemas/${title}` };
  }
  document.paths = nameWithin(document.paths);
  return named;
}

function sorted(record: Node): Node {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
