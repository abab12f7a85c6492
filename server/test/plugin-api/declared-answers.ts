import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { failures } from '../../src/lib/failures.ts';
import type { Answer, TestServer } from '../support/server.ts';

type Content = Record<string, { schema: object }>;
type Response = { $ref?: string; content?: Content };
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: { responses: Record<string, Response> };
}

/**
 * Checks answers against the server's own OpenAPI document.
 *
 * @returns a function that expects an answer to be declared for its operation: status, media type and body; and never a 5xx.
 */
export async function declaredAnswers(
  server: TestServer,
): Promise<(method: string, path: string, answer: Answer) => void> {
  const document: Document = (await server.api('GET', '/openapi.json')).body;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as { default: (ajv: object) => void }).default(ajv);
  ajv.addSchema(document, 'api');

  function contentOf(method: string, path: string, status: number): [string, Content] {
    const escaped = path.replaceAll('/', '~1');
    const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    const name = String(status) in responses ? String(status) : `${String(status)[0]}XX`;
    const response = responses[name] ?? {};
    const pointer = response.$ref ?? `#/paths/${escaped}/${method.toLowerCase()}/responses/${name}`;
    const shared = pointer.split('/').at(-1) as string;
    const { content } = response.$ref ? (document.components.responses[shared] ?? {}) : response;
    if (content === undefined) throw new Error(`${method} ${path} does not declare ${status}`);
    return [pointer, content];
  }

  return (method, path, answer) => {
    expect(answer.status, answer.text).toBeLessThan(500);
    const type = (answer.headers.get('content-type') ?? '').split(';', 1)[0] as string;
    const [pointer, content] = contentOf(method, path, answer.status);
    expect(Object.keys(content)).toContain(type);
    const schema = `api${pointer}/content/${type.replaceAll('/', '~1').replaceAll('+', '%2B')}/schema`;
    const validate = ajv.getSchema(schema);
    if (validate === undefined) throw new Error(`There is no schema at ${schema}`);
    expect(validate(answer.body), `${ajv.errorsText(validate.errors)}: ${answer.text}`).toBe(true);
    for (const { status, code } of answer.body?.errors ?? []) {
      expect(status).toBe(String(answer.status));
      expect(failures[code as keyof typeof failures].status).toBe(answer.status);
    }
  };
}
