/** One HTTP request; `method` is POST by default. */
export interface RequestParts {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body: string;
}

/** The bytes of one request. */
export function httpRequest({ method = 'POST', path, headers = {}, body }: RequestParts): Buffer {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
