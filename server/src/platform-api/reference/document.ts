/** The OpenAPI document, as far as the reference reads it. */
export interface ApiDocument {
  info: { version: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, ApiAnswer>;
    parameters: Record<string, Parameter>;
    securitySchemes: Record<string, { description?: string }>;
  };
}

/** A schema, with what is shown of it. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  additionalProperties?: boolean | Schema;
}

interface Media {
  schema: Schema;
  example?: unknown;
}

/** An answer: of an operation, or one that many refer to. */
export interface ApiAnswer {
  $ref?: string;
  description: string;
  content?: Record<string, Media>;
}

/** A parameter, of whatever place `in` names. */
export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
}

/** An operation: what is called by one method at one path. */
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: [string];
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, ApiAnswer>;
}

/** An operation with where it is. */
export interface ApiEndpoint extends Operation {
  method: string;
  path: string;
}

/** The operations of a group, in the order of their paths. */
export function endpointsOf({ paths }: ApiDocument, tag: string): ApiEndpoint[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.tags[0] === tag)
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** The last part of a reference: the name of what it leads to. */
export const nameOf = (reference: string): string =>
  reference.slice(reference.lastIndexOf('/') + 1);

/** The schema itself, for one that refers to it. */
export function followed({ components }: ApiDocument, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return components.schemas[nameOf(schema.$ref)] ?? {};
}

/** The first media type of a body, and what is in it. */
export function bodyOf(
  content: Record<string, Media> = {},
): (Media & { type: string }) | undefined {
  const [first] = Object.entries(content);
  return first && { type: first[0], ...first[1] };
}
