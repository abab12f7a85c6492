import { readFileSync } from 'node:fs';
import { bodies, queries, type TypedBody } from './rows.ts';
import type { Scene } from './scene.ts';

/** An operation of the OpenAPI document. */
export interface Operation {
  /** Method and path, by which rows name it. */
  name: string;
  method: string;
  path: string;
  hasBody: boolean;
  /** Which credentials it takes: names of the document's security schemes. */
  schemes: string[];
}

interface Described {
  requestBody?: { content: Record<string, { schema?: object }> };
  security?: Record<string, string[]>[];
}

/** The OpenAPI document as it is checked in. */
export const { paths, components } = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
) as { paths: Record<string, Record<string, Described>>; components: object };

/** Every operation that there is. */
export const operations: Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { requestBody, security = [] }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    hasBody: requestBody !== undefined,
    schemes: security.flatMap((one) => Object.keys(one)),
  })),
);

/** The operation on what belongs to tenant A, in every way correct but for who calls; `type` where the body is no JSON. */
export function requestOf(
  { name, path }: Operation,
  scene: Scene,
): { path: string; body: object | string | undefined; type?: string } {
  const body = bodies[name]?.(scene) as Partial<TypedBody> | undefined;
  const query = queries[name]?.(scene);
  const address = addressOf(path, scene) + (query === undefined ? '' : `?${query}`);
  if (body?.type === undefined) return { path: address, body };
  return { path: address, body: body.text, type: body.type };
}

/** Fills in the ids of what belongs to tenant A: each is named by the segment before it. */
function addressOf(path: string, scene: Scene): string {
  let segment = '';
  const parts = path.split('/').map((part) => {
    if (part.startsWith('{')) return encodeURIComponent(idOf(segment, path, scene));
    segment = part;
    return part;
  });
  return parts.join('/');
}

function idOf(segment: string, path: string, scene: Scene): string | number {
  const id = scene.belongings[segment];
  if (id !== undefined) return id;
  throw new Error(`${path}: the matrix does not know what "${segment}" of tenant A is`);
}
