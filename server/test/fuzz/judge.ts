import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { READABLE_FORMATS } from '../../src/lib/readable.ts';
import type { Answer } from '../support/server.ts';
import { document, type Operation } from './document.ts';

type Content = Record<string, { schema?: object }>;
type Response = { $ref?: string; content?: Content };

/** Finds what is wrong with an answer, whoever asked: undefined when nothing is. */
export type Judge = (operation: Operation, answer: Answer) => string | undefined;

const TRACES =
  /node_modules|\/server\/(?:src|dist)\/|\n\s+at .+:\d+:\d+|syntax error at or near|violates (?:unique|foreign|check|not-null)|relation "|column "|pg_catalog|\bselect .+ from .+ where\b/;

/** Judges by the document: status and media type declared, body of its schema; and by itself: no failure of ours, no trace of code. */
export function createJudge(): Judge {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as { default: (ajv: object) => void }).default(ajv);
  for (const name of Object.keys(READABLE_FORMATS)) ajv.addFormat(name, true);
  ajv.addSchema(document as object, 'api');
  const compiled = new Map<string, ValidateFunction | undefined>();
  const schemaAt = (pointer: string): ValidateFunction | undefined => {
    if (!compiled.has(pointer)) compiled.set(pointer, ajv.getSchema(pointer));
    return compiled.get(pointer);
  };

  function declared(
    { path, method }: Operation,
    status: number,
  ): [string, Content | undefined] | undefined {
    const described = document.paths[path]?.[method.toLowerCase()] as unknown as {
      responses: Record<string, Response>;
    };
    const name = [String(status), `${String(status)[0]}XX`].find(
      (one) => one in described.responses,
    );
    if (name === undefined) return undefined;
    const response = described.responses[name] as Response;
    const escaped = path.replaceAll('~', '~0').replaceAll('/', '~1');
    if (response.$ref === undefined) {
      const pointer = `#/paths/${encodeURIComponent(escaped)}/${method.toLowerCase()}/responses/${name}`;
      return [pointer, response.content];
    }
    const shared = response.$ref.split('/').at(-1) as string;
    const { responses } = document.components as unknown as { responses: Record<string, Response> };
    return [response.$ref, responses[shared]?.content];
  }

  return (operation, answer) => {
    const { status, text, headers } = answer;
    if (status >= 500 && !isBusy(answer)) return `status ${status}`;
    if (TRACES.test(text)) return 'a trace of code or SQL';
    const found = declared(operation, status);
    if (found === undefined) return `status ${status} is not declared`;
    const [pointer, content] = found;
    if (content === undefined)
      return text === '' ? undefined : `a body that is not declared (${status})`;
    const type = (headers.get('content-type') ?? '').split(';', 1)[0] as string;
    if (!(type in content)) return `media type "${type}" is not declared (${status})`;
    if (!type.endsWith('json')) return undefined;
    const escaped = encodeURIComponent(type.replaceAll('/', '~1'));
    const validate = schemaAt(`api${pointer}/content/${escaped}/schema`);
    if (validate === undefined) return `no schema at ${pointer}`;
    if (validate(answer.body)) return undefined;
    return `outside its schema (${status}): ${ajv.errorsText(validate.errors)}`;
  };
}

/** A 503 that says when to come again: the machine is busy, and said so as it should. */
export const isBusy = ({ status, headers }: Answer): boolean =>
  status === 503 && headers.has('retry-after');

/** What is wrong with a page. */
export function judgePage(answer: Answer): string | undefined {
  if (answer.status >= 500 && !isBusy(answer)) return `status ${answer.status}`;
  return TRACES.test(answer.text) ? 'a trace of code or SQL' : undefined;
}
