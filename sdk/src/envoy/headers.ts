/** Headers as they are given: those that are undefined are none, and null takes one away that was there. */
export type GivenHeaders = Record<string, string | null | undefined>;

/** As those of `fetch` are, by whichever package they are made. */
type Pairs = Iterable<readonly [string, string]>;

const isPairs = (headers: object): headers is Pairs => Symbol.iterator in headers;

/** Headers as axios has them: members by their names, and functions that find those in whatever case. */
export type EnvoyHeaders = GivenHeaders & EnvoyHeaderFunctions;

const nameIn = (headers: object, name: string): string =>
  Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;

// A class, since what is spread into another object has the members, and not these.
/**
 * What headers can be asked, and told, by names in whatever case.
 *
 * @example
 * const { pluginAPI } = req.envoy;
 * pluginAPI.axios.interceptors.request.use((config) => {
 *   if (!config.headers.has('X-Trace')) config.headers.set('X-Trace', crypto.randomUUID());
 *   return config;
 * });
 */
export class EnvoyHeaderFunctions {
  get(this: GivenHeaders, name: string): string | null | undefined {
    return this[nameIn(this, name)];
  }

  /** Whether it will be sent. */
  has(this: GivenHeaders, name: string): boolean {
    return this[nameIn(this, name)] != null;
  }

  /** Sets one, or all of an object. */
  set(
    this: EnvoyHeaders,
    headers: string | GivenHeaders | Iterable<readonly [string, string]>,
    value?: string | null,
  ): EnvoyHeaders {
    const given = typeof headers === 'string' ? { [headers]: value } : headers;
    for (const [name, one] of isPairs(given) ? given : Object.entries(given)) {
      // Among the defaults are those of each method, which are objects.
      if (one === null || (one !== undefined && typeof one !== 'object')) {
        this[nameIn(this, name)] = one;
      }
    }
    return this;
  }

  delete(this: EnvoyHeaders, name: string): boolean {
    return delete this[nameIn(this, name)];
  }
}

/** All of these, the last of a name. */
export function headersOf(...all: (GivenHeaders | Pairs | undefined)[]): EnvoyHeaders {
  const headers = new EnvoyHeaderFunctions() as EnvoyHeaders;
  for (const one of all) headers.set(one ?? {});
  return headers;
}
