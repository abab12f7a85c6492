import type { AppDeps } from '../deps.ts';
import { wholeConfig } from '../installs/sealed-config.ts';
import { databaseNow } from '../lib/clock.ts';
import { JsonError, parseJson } from '../lib/json.ts';
import { OutboundError, type OutboundReply } from '../lib/outbound/client.ts';
import { foldLine } from '../lib/readable.ts';
import type { SendCall } from '../plugin-requests/route-calls.ts';
import { routeBody, routeHeaders } from '../plugin-requests/route-request.ts';
import type { SigningKeys } from '../plugin-requests/signer.ts';
import type { CallEnd, CallSubject } from './action-queries.ts';
import type { ToldNotification } from './queries.ts';
import type { WrittenAction } from './views.ts';

/** What calling the actions of notifications needs. */
export type ActionDeps = Pick<AppDeps, 'db' | 'config' | 'vault' | 'pluginRequests'>;

/** A call that can be made: what fails in us before it has failed by now. */
export interface PreparedCall {
  keys: SigningKeys;
  url: string;
  body: Buffer;
}

/** Writes down what a plugin is told of an action that somebody chose. */
export async function prepareCall(
  { pluginRequests, vault }: ActionDeps,
  { id, install_id }: ToldNotification,
  chosen: { action: WrittenAction; index: number; userId: number | null; subject: CallSubject },
): Promise<PreparedCall> {
  const { action, index, userId, subject } = chosen;
  const { plugin_id, user_name } = subject;
  const keys = await pluginRequests.signer.keysOf(plugin_id);
  const auth = await pluginRequests.installerTokens.metaAuth(
    { ...subject, install_id, job_id: null, is_farewell: false },
    keys.newestGeneration,
  );
  const body = routeBody(
    {
      ...subject,
      config: wholeConfig({ vault, installId: install_id }, subject),
      install_id,
      route: 'notification-action',
      params: {},
      payload: {
        notification_id: id,
        action: { label: action.label, index },
        user: userId === null ? null : { id: String(userId), name: user_name },
      },
    },
    auth,
  );
  return { keys, url: action.callback_url, body };
}

const MAX_REPLY_BYTES = 64 * 1024;
const MAX_MESSAGE_CHARACTERS = 1000;

/**
 * Calls the plugin, once. Never throws for what the other side did.
 *
 * @param id the same for every call of one action, by which the plugin knows it.
 */
export async function callPlugin(
  { config }: ActionDeps,
  { keys, url, body }: PreparedCall,
  id: string,
  sendCall: SendCall,
): Promise<CallEnd> {
  const headers = routeHeaders(keys, id, Math.floor(databaseNow() / 1000), body);
  try {
    const reply = await sendCall({
      url,
      method: 'POST',
      headers,
      body,
      timeoutMs: config.routeTimeoutMs,
      maxResponseBytes: MAX_REPLY_BYTES,
    });
    return judgeCall(reply, config.maxJsonDepth);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const doubt = SEEN_STAGES.has(error.stage) ? '. The plugin may have acted all the same' : '';
    return {
      status: 'failed',
      reply_status: null,
      message: `${error.message} (${error.code})${doubt}`,
    };
  }
}

// The request was on its way by then.
const SEEN_STAGES: ReadonlySet<string> = new Set(['send', 'response', 'timeout', 'aborted']);

function judgeCall(reply: OutboundReply, maxDepth: number): CallEnd {
  const { status } = reply;
  const said = messageOf(reply, maxDepth) ?? null;
  if (status >= 200 && status <= 299) {
    return { status: 'called', reply_status: status, message: said };
  }
  const why = status >= 300 && status <= 399 ? '; redirects are not followed' : '';
  return {
    status: 'failed',
    reply_status: status,
    message: said ?? `It answered ${status}${why}`,
  };
}

function messageOf({ body, truncated }: OutboundReply, maxDepth: number): string | undefined {
  if (truncated) return undefined;
  try {
    const said = parseJson(body.toString(), { maxDepth }) as { message?: unknown } | null;
    return typeof said?.message === 'string'
      ? foldLine(said.message, MAX_MESSAGE_CHARACTERS)
      : undefined;
  } catch (error) {
    // A page of HTML, for example.
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
