/** A query as hosts of JSON:API read it: `{ page: { limit: 1 } }` is `page[limit]=1`, a list `name[]=…` for each. Nothing where there is nothing. */
export function queryOf(params: unknown, url: string): string {
  const pairs = params instanceof URLSearchParams ? [...params] : pairsOf('', params);
  if (pairs.length === 0) return '';
  return (url.includes('?') ? '&' : '?') + new URLSearchParams(pairs);
}

function pairsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (value === null) return name === '' ? [] : [[name, '']];
  if (value instanceof Date) return [[name, value.toISOString()]];
  if (Array.isArray(value)) return value.flatMap((item) => pairsOf(`${name}[]`, item));
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    pairsOf(name === '' ? key : `${name}[${key}]`, inner),
  );
}
