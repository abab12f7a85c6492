import type { Session } from '../log-in.ts';
import type { PluginOptions } from '../options.ts';
import {
  createAxiosClient,
  type EnvoyHttpClient,
  type EnvoyHttpResponse,
  type EnvoyRequestConfig,
} from './http-client.ts';
import type { JSONAPIData } from './json-api.ts';
import { EMPTY_STORAGE_ERROR_MESSAGE } from './request-error.ts';

/** What a client of an API is made of. */
export interface EnvoyAPIOptions {
  accessToken: string;
  /** Sent as `User-Agent`, such as `MyPlugin/1.0.0`. */
  userAgent?: string | undefined;
  /** Where Plugboard is, unless the environment says it. */
  baseUrl?: string | URL | undefined;
  /** The `fetch` that calls are made with; by default the global one. */
  fetch?: PluginOptions['fetch'];
  /** What to take tokens of instead of `accessToken`. */
  session?: Session | undefined;
}

const JSON_API = 'application/vnd.api+json';

/** Which relationships name the type of a resource otherwise than the resource does itself. */
const ALIASES: Readonly<Record<string, string>> = { 'employee-screening-flows': 'flows' };

/** What both APIs have in common: a client, and what its answers had in them. */
export class EnvoyAPI {
  /** For calls that have no method here. */
  readonly axios: EnvoyHttpClient;
  protected readonly dataLoader: Resources;

  constructor(options: EnvoyAPIOptions | string) {
    const all: EnvoyAPIOptions = typeof options === 'string' ? { accessToken: options } : options;
    const { accessToken, userAgent, baseUrl, fetch, session } = all;
    this.axios = createAxiosClient(
      {
        baseURL: baseUrl?.toString(),
        headers: {
          'content-type': JSON_API,
          accept: JSON_API,
          authorization: session ? undefined : `Bearer ${accessToken}`,
          'user-agent': userAgent?.replace(/[^\x20-\x7e]/g, '') || undefined,
        },
      },
      { session, fetch },
    );
    this.dataLoader = new Resources(this.axios);
    this.axios.interceptors.response.use((response) => this.#keep(response));
  }

  /** Remembers every resource of an answer. One without data, or with an empty place in it, is an error that says so. */
  #keep(response: EnvoyHttpResponse): EnvoyHttpResponse {
    // A resource that was removed has nothing to show, and a text holds none.
    if (response.status === 204 || typeof response.data === 'string') return response;
    const { data, included } = (response.data ?? {}) as { data?: unknown; included?: unknown };
    for (const resource of [included ?? [], data].flat()) {
      if (!resource) throw new Error(EMPTY_STORAGE_ERROR_MESSAGE);
      this.dataLoader.prime(resource as JSONAPIData, resource);
    }
    return response;
  }

  /** What an answer has as its `data`. */
  protected async read<Data>(request: EnvoyRequestConfig): Promise<Data> {
    return dataOf(await this.axios<Answered<Data>>(request));
  }
}

type Answered<Data> = string | { data: Data };

function dataOf<Data>({ data }: EnvoyHttpResponse<Answered<Data>>): Data {
  if (typeof data === 'string') throw new Error(EMPTY_STORAGE_ERROR_MESSAGE);
  return data.data;
}

interface ResourceKey extends JSONAPIData {
  include?: string | undefined;
}

/** Resources by type and id: those that an answer had in it are not asked for again. */
class Resources {
  readonly #axios: EnvoyHttpClient;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(axios: EnvoyHttpClient) {
    this.#axios = axios;
  }

  load<Model>(key: ResourceKey): Promise<Model> {
    const name = nameOf(key);
    const known = this.#known.get(name) ?? this.#fetch(key);
    this.#known.set(name, known);
    // What failed is asked for again.
    known.catch(() => this.#known.delete(name));
    return known as Promise<Model>;
  }

  prime(key: JSONAPIData, resource: unknown): void {
    for (const type of [key.type, ALIASES[key.type]]) {
      const name = nameOf({ id: key.id, type: String(type) });
      if (type && !this.#known.has(name)) this.#known.set(name, Promise.resolve(resource));
    }
  }

  async #fetch({ type, id, include }: ResourceKey): Promise<unknown> {
    const url = `/api/v3/${type}/${encodeURIComponent(id)}`;
    return dataOf(await this.#axios.get<Answered<unknown>>(url, { params: { include } }));
  }
}

const nameOf = ({ type, id }: JSONAPIData): string => `${type}_${id}`;
