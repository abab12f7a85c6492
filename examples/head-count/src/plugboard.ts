/** One command of a storage pipeline, as the Plugin API takes it. */
export type StorageCommand =
  | { action: 'get' | 'unset'; key: string }
  | { action: 'set'; key: string; value: unknown }
  | { action: 'increment'; key: string; by?: number };

/** What a command gives: the item, or `null` where there is none. */
export type StorageResult = { key: string; value: unknown } | null;

/** The calls that we make. They throw an Error when Plugboard refuses or cannot be reached. */
export interface Plugboard {
  logIn(): Promise<void>;
  storage(installId: string, commands: StorageCommand[]): Promise<StorageResult[]>;
}

interface Grant {
  access_token: string;
  refresh_token: string;
  /** Seconds. */
  expires_in: number;
}

interface Token {
  access: string;
  refresh: string;
  /** Milliseconds since 1970. */
  renewAt: number;
}

/** Plugboard gives an attempt 15 s; a slow one logs in and makes a call, twice. */
const CALL_TIMEOUT = 3_000;
/** A token is renewed this long before it expires, so that none expires on its way. */
const RENEW_EARLY = 60_000;

/** A client of the Plugin API: logs in when it is first needed, and renews its token before it expires or when it is refused. */
export function connectPlugboard(options: {
  url: string;
  clientId: string;
  clientSecret: string;
}): Plugboard {
  const { url, clientId, clientSecret } = options;
  // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  let token: Token | undefined;
  let renewal: Promise<Token> | undefined;

  async function ask(grant: Record<string, string>): Promise<Token> {
    // A redirect would take the credentials somewhere else.
    const answer = await fetch(`${url}/a/auth/v0/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams(grant),
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_TIMEOUT),
    });
    if (!answer.ok) throw await refusal(answer);
    const given = (await answer.json()) as Grant;
    return {
      access: given.access_token,
      refresh: given.refresh_token,
      renewAt: Date.now() + given.expires_in * 1000 - RENEW_EARLY,
    };
  }

  async function renew(): Promise<Token> {
    const refreshed =
      token && ask({ grant_type: 'refresh_token', refresh_token: token.refresh }).catch(() => null);
    return (
      (await refreshed) ?? ask({ grant_type: 'client_credentials', scope: 'plugin,token.refresh' })
    );
  }

  /** One renewal, however many ask meanwhile. `refused` is a token that opens nothing any more. */
  async function accessToken(refused?: string): Promise<string> {
    if (token && token.access !== refused && Date.now() < token.renewAt) return token.access;
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    token = await renewal;
    return token.access;
  }

  const post = (path: string, access: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_TIMEOUT),
    });

  return {
    async logIn() {
      await accessToken();
    },
    async storage(installId, commands) {
      const path = '/api/v2/plugin-services/storage';
      const body = { install_id: installId, commands };
      const access = await accessToken();
      let answer = await post(path, access, body);
      if (answer.status === 401) answer = await post(path, await accessToken(access), body);
      if (!answer.ok) throw await refusal(answer);
      return ((await answer.json()) as { data: StorageResult[] }).data;
    },
  };
}

const refusal = async (answer: Response) =>
  new Error(`${new URL(answer.url).pathname} answered ${answer.status}: ${await answer.text()}`);
