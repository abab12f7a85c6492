import { SetupError } from '../errors.ts';
import { queryOf } from './query.ts';

/**
 * What is sent of `data`. Says its type in the headers, by their names in lower case, where they say none.
 *
 * @throws SetupError `wrong_data` where it cannot be sent, or not so that it could be sent again
 */
export function bodyOf(data: unknown, method: string, headers: Record<string, string>): unknown {
  if (data === undefined || data === null) return undefined;
  if (method === 'GET' || method === 'HEAD') {
    throw wrong(`fetch sends no data with ${method}: give what is asked for as params`);
  }
  const type = headers['content-type'];
  if (data instanceof URLSearchParams || data instanceof FormData) {
    // Theirs is said by fetch, with what divides the parts.
    delete headers['content-type'];
    return data;
  }
  if (data instanceof Blob) {
    if (data.type) headers['content-type'] = data.type;
    return data;
  }
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data;
  if (typeof data === 'string' || type?.includes('x-www-form-urlencoded')) {
    headers['content-type'] ??= 'application/x-www-form-urlencoded';
    return typeof data === 'string' ? data : queryOf(data, '').slice(1);
  }
  if (!isJson(data)) throw wrong('data is neither a value of JSON nor bytes, such as a stream');
  headers['content-type'] ??= 'application/json';
  return JSON.stringify(data);
}

const NOT_JSON = [Symbol.iterator, Symbol.asyncIterator, 'pipe', 'getReader'];

function isJson(data: unknown): boolean {
  if (typeof data !== 'object') return typeof data === 'number' || typeof data === 'boolean';
  return Array.isArray(data) || !NOT_JSON.some((name) => name in (data as object));
}

const wrong = (why: string) => new SetupError('wrong_data', why);
