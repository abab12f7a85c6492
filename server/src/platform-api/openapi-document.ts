import { STATUS_CODES } from 'node:http';
import { OWN_EXAMPLE } from '../lib/http/schema.ts';
import { failureFormat } from '../surfaces.ts';
import { exampleInPath, exampleOf } from './openapi-examples.ts';
import { type Node, schemaReader, sorted } from './openapi-schemas.ts';

interface Media extends Node {
  schema: Node;
  example?: unknown;
}

type Content = Record<string, Media>;

interface Operation extends Node {
  parameters?: Node[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Node & { content?: Content }>;
}

type Paths = Record<string, Record<string, Operation>>;

/** Completes the generated document: shared errors and headers, named components, examples, a stable order. */
export function finishDocument(generated: object): Node {
  const { openapiObject } = generated as { openapiObject: Node };
  const document = structuredClone(openapiObject);
  const paths = document.paths as Paths;
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) finish(operation, method, path);
  }
  const components = document.components as Record<string, Node>;
  const schemas = schemaReader();
  document.paths = sorted(schemas.read(paths) as Node);
  const shared = Object.entries(components.schemas ?? {});
  components.schemas = sorted({
    ...Object.fromEntries(shared.map(([name, schema]) => [name, schemas.read(schema)])),
    ...schemas.named(),
  });
  const contents = [
    ...operationsOf(document.paths as Paths).flatMap(contentsOf),
    ...Object.values(components.responses ?? {}).map(
      (one) => (one as { content: Content }).content,
    ),
  ];
  for (const content of contents) addExamples(content, components.schemas);
  return document;
}

const operationsOf = (paths: Paths): Operation[] => Object.values(paths).flatMap(Object.values);

function finish(operation: Operation, method: string, path: string): void {
  const { responses, requestBody } = operation;
  for (const [status, response] of Object.entries(responses)) {
    if (response.description === 'Default Response') response.description = STATUS_CODES[status];
  }
  for (const parameter of operation.parameters ?? []) {
    const { in: place, name, schema } = parameter;
    if (place === 'path') parameter.example = exampleInPath(path, String(name), schema);
  }
  for (const content of contentsOf(operation)) Object.values(content).forEach(keepExamples);
  const errors = { $ref: `#/components/responses/${failureFormat(path)}` };
  responses['4XX'] ??= errors;
  responses['5XX'] ??= errors;
  if (requestBody !== undefined) admitNoBody(requestBody);
  if (method === 'post' && takesIdempotencyKey(path, operation)) {
    const key = { $ref: '#/components/parameters/IdempotencyKey' };
    operation.parameters = [...(operation.parameters ?? []), key];
  }
}

function contentsOf({ requestBody, responses }: Operation): Content[] {
  const answers = Object.values(responses).map(({ content }) => content);
  return [requestBody?.content, ...answers].filter((content) => content !== undefined);
}

/** Where examples come from is the schema: the generator took the only one out of it, and one of the operation alone is beside it. */
function keepExamples(media: Media): void {
  const { schema, example } = media;
  if (example !== undefined) schema.examples = [example];
  media.example = schema[OWN_EXAMPLE];
}

// Every POST of the Platform API that creates something; but for a file, which is the same each time that it is sent.
function takesIdempotencyKey(path: string, { responses, requestBody }: Operation): boolean {
  const isUpload = requestBody !== undefined && 'multipart/form-data' in requestBody.content;
  return path.startsWith('/platform/v1') && (('201' in responses && !isUpload) || isIntake(path));
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

function addExamples(content: Content, named: Node): void {
  for (const media of Object.values(content)) {
    media.example ??= exampleOf(media.schema, named);
    if (media.example === undefined) delete media.example;
  }
}
