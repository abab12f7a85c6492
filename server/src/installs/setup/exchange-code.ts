import { newId } from '../../lib/ids.ts';
import { parseJson, RawJson } from '../../lib/json.ts';
import type { OutboundReply } from '../../lib/outbound/client.ts';
import { foldLine } from '../../lib/readable.ts';
import type { SetupStep } from '../../manifest/setup-steps.ts';
import { openSecret } from '../../manifest/step-secrets.ts';
import { USER_AGENT } from '../../plugin-requests/meta.ts';
import type { SetupActor } from './actor.ts';
import type { ReadAnswer, SetupDeps } from './answer.ts';
import { ask } from './ask.ts';
import type { SetupContext } from './context.ts';
import { jsonTextOf, UnusableReply } from './read-reply.ts';
import type { KnownStep } from './steps.ts';
import { comingBackOf } from './windows.ts';

type OAuth2Step = Extract<SetupStep, { type: 'oauth2' }>;

/** What came back with the window, and what bound it. */
export interface ReceivedCode {
  code: string;
  verifier: string | undefined;
}

/**
 * Exchanges the code of an OAuth2 step (RFC 6749 §4.1.3) at the service.
 *
 * @returns its answer as it came: JSON text of an object.
 * @throws Failure `plugin_refused` with what the service says, `plugin_failed`.
 */
export async function exchangeCode(
  deps: SetupDeps,
  { row }: SetupContext,
  { number, step }: KnownStep & { step: OAuth2Step },
  { code, verifier, actor }: ReceivedCode & { actor: SetupActor },
): Promise<RawJson> {
  const about = {
    install_id: row.id,
    plugin_id: row.plugin_id,
    kind: 'token' as const,
    step: number,
    field: null,
    actor,
  };
  return ask(deps, {
    id: newId(),
    about,
    async request() {
      const secret = openSecret(deps.vault, row.plugin_id, step);
      const { basic, body } = clientOf(step, secret);
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: comingBackOf(deps.config, row.plugin_id).oauth2,
        ...(verifier !== undefined && { code_verifier: verifier }),
        ...body,
      });
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': USER_AGENT,
        ...(basic !== undefined && { authorization: basic }),
      };
      return { url: step.token_url, headers, body: form.toString() };
    },
    read: (reply) => readTokenReply(reply, deps.config.maxJsonDepth),
  });
}

/** How the client shows who it is (RFC 6749 §2.3.1); without a secret it only says so. */
function clientOf(
  { client_id, client_authentication }: OAuth2Step,
  secret: string | null,
): { basic?: string; body?: Record<string, string> } {
  if (secret === null) return { body: { client_id } };
  if (client_authentication === 'body') return { body: { client_id, client_secret: secret } };
  const pair = `${formEncoded(client_id)}:${formEncoded(secret)}`;
  return { basic: `Basic ${Buffer.from(pair).toString('base64')}` };
}

const formEncoded = (text: string): string => new URLSearchParams({ text }).toString().slice(5);

function readTokenReply(reply: OutboundReply, maxDepth: number): ReadAnswer<RawJson> {
  try {
    const text = jsonTextOf(reply, maxDepth);
    if (!text.startsWith('{'))
      throw new UnusableReply('The answer of the service must be an object');
    const { error, error_description, access_token } = readObject(text, maxDepth);
    const isGood = reply.status >= 200 && reply.status < 300;
    if (isGood && (error === undefined || access_token !== undefined))
      return { value: new RawJson(text) };
    const refused = refusalOf(error, error_description);
    if (refused !== undefined) return { refused };
    throw new UnusableReply(`The service answered ${reply.status} without an \`error\``);
  } catch (error) {
    if (error instanceof UnusableReply) return { unusable: `${error.message} (token_url)` };
    throw error;
  }
}

function readObject(text: string, maxDepth: number): Record<string, unknown> {
  try {
    return parseJson(text, { maxDepth }) as Record<string, unknown>;
  } catch {
    // A text in it that we could not keep: it is the plugin's to read.
    return JSON.parse(text);
  }
}

/** What a service says that refuses (RFC 6749 §4.1.2.1, §5.2), for people. */
export function refusalOf(error: unknown, description: unknown): string | undefined {
  const [code, words] = [error, description].map((text) =>
    typeof text === 'string' ? foldLine(text, 500) : undefined,
  );
  if (code === undefined) return undefined;
  return words === undefined
    ? `The service refused: ${code}`
    : `The service refused: ${words} (${code})`;
}
