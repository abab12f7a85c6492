/** One command of a storage pipeline; all commands of a call take effect together or not at all. */
export type StorageCommand =
  | { action: 'get' | 'unset'; key: string }
  | { action: 'set'; key: string; value: unknown; if_absent?: boolean }
  | { action: 'set_unique_num'; key: string; min: number; max: number };

/** A command's result: the item, or `null` where there is none. */
export type StorageResult = { key: string; value: unknown } | null;

/** What people see of a job: text by default, or one of the richer types. */
export type Attachment = { label: string; value: unknown } & (
  | { type?: 'text' | 'password' | 'json' }
  | { type: 'link'; url: string }
  | { type: 'credential_image'; title: string; image: { type: string; link: string } }
);

/** What PATCH job takes. Everything is optional; a status is the verdict, and final. */
export interface JobUpdate {
  status?: 'done' | 'ignored' | 'failed';
  status_message?: string;
  failure_reason?: string;
  /** Added to those that the job has already. */
  attachments?: Attachment[];
}

/** The three calls of the Plugin API that the greeter makes. All throw `WireError` when Plugboard refuses. */
export interface Plugboard {
  login(): Promise<void>;
  storage(installId: string, commands: StorageCommand[]): Promise<StorageResult[]>;
  updateJob(jobId: string, update: JobUpdate): Promise<void>;
}

/** Plugboard's answer was an error. */
export class WireError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Token {
  access: string;
  /** Milliseconds since 1970, as is the next. */
  renewAt: number;
  refresh: string | undefined;
  refreshExpiresAt: number;
}

/** Plugboard gives an attempt 15 s; a slow delivery makes four calls (log-in, two of storage, the job). */
const CALL_TIMEOUT = 3_000;
/** A token is renewed this long before it expires, so that none expires on its way. */
const RENEW_EARLY = 60_000;

/**
 * Makes a client of the Plugin API. It logs in when it first needs to, keeps the token until shortly before
 * it expires, and logs in again once when a token is refused before its time.
 */
export function connectPlugboard(options: {
  plugboardUrl: string;
  clientId: string;
  clientSecret: string;
}): Plugboard {
  const services = `${options.plugboardUrl}/api/v2/plugin-services`;
  // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
  const credentials = [options.clientId, options.clientSecret].map(encodeURIComponent).join(':');
  let token: Token | undefined;
  let pending: Promise<Token> | undefined;

  async function requestToken(grant: Record<string, string>): Promise<Token> {
    const now = Date.now();
    const answer = (await send(`${options.plugboardUrl}/a/auth/v0/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams(grant),
    })) as Record<string, unknown>;
    return {
      access: String(answer.access_token),
      renewAt: now + Number(answer.expires_in) * 1000 - RENEW_EARLY,
      refresh: typeof answer.refresh_token === 'string' ? answer.refresh_token : undefined,
      refreshExpiresAt: now + Number(answer.refresh_token_expires_in ?? 0) * 1000,
    };
  }

  const logIn = () =>
    requestToken({ grant_type: 'client_credentials', scope: 'plugin,token.refresh' });

  async function renew(old: Token | undefined): Promise<Token> {
    if (!old?.refresh || Date.now() >= old.refreshExpiresAt) return logIn();
    try {
      return await requestToken({ grant_type: 'refresh_token', refresh_token: old.refresh });
    } catch (error) {
      if (error instanceof WireError) return logIn();
      throw error;
    }
  }

  /** Deliveries that come at the same time share one request for a token. */
  async function accessToken(): Promise<string> {
    if (token && Date.now() < token.renewAt) return token.access;
    pending ??= renew(token).finally(() => {
      pending = undefined;
    });
    token = await pending;
    return token.access;
  }

  async function call(method: string, path: string, body: unknown): Promise<unknown> {
    const request = async (access: string) =>
      send(`${services}${path}`, {
        method,
        headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const access = await accessToken();
    try {
      return await request(access);
    } catch (error) {
      if (!(error instanceof WireError) || error.status !== 401) throw error;
      // Another delivery may have logged in meanwhile: its token is good.
      if (token?.access === access) token = undefined;
      return request(await accessToken());
    }
  }

  return {
    async login() {
      await accessToken();
    },
    async storage(installId, commands) {
      const answer = await call('POST', '/storage', { install_id: installId, commands });
      return (answer as { data: StorageResult[] }).data;
    },
    async updateJob(jobId, update) {
      await call('PATCH', `/jobs/${encodeURIComponent(jobId)}`, update);
    },
  };
}

async function send(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, {
    ...init,
    // A redirect would take the credentials somewhere else.
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_TIMEOUT),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new WireError(
      response.status,
      `${init.method} ${new URL(url).pathname} answered ${response.status}: ${text.slice(0, 300)}`,
    );
  }
  return JSON.parse(text);
}
