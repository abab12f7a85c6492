import { untilAborted } from './bounded.ts';
import { ApiError, ConnectionError, SetupError } from './errors.ts';
import { type Answer, type Call, createSend, type Send } from './http.ts';
import { createSession, type Session } from './log-in.ts';
import type { PluginOptions } from './options.ts';

/** Calls to Plugboard, logged in. */
export interface Client {
  send: Send;
  options: PluginOptions;
  /** As the plugin. */
  own: Session;
  /** For the user who installed the plugin there: one session an install. */
  ofInstaller(installId: string): Session;
}

/** Installs whose installers' tokens are remembered; those that were used last. */
const MOST_INSTALLERS = 1000;

/** Makes the client of a plugin: one log-in for all its calls. */
export function createClient(options: PluginOptions): Client {
  const send = createSend(options);
  const installers = new Map<string, Session>();
  return {
    send,
    options,
    own: createSession(options, send, {
      grant_type: 'client_credentials',
      scope: 'plugin token.refresh',
    }),
    ofInstaller(installId) {
      const session =
        installers.get(installId) ??
        createSession(options, send, { grant_type: 'plugin_install', install_id: installId });
      installers.delete(installId);
      installers.set(installId, session);
      const [oldest] = installers.keys();
      if (installers.size > MOST_INSTALLERS && oldest !== undefined) installers.delete(oldest);
      return session;
    },
  };
}

/** Makes a call with a session's token; one that is refused (401) with another token, once. */
export async function sendAs(send: Send, session: Session, call: Call): Promise<Answer> {
  const token = await untilAborted(session.token(), call.signal);
  const withToken = (value: string): Call => ({
    ...call,
    headers: { ...call.headers, authorization: `Bearer ${value}` },
  });
  try {
    return await send(withToken(token));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    session.forget(token);
    return send(withToken(await untilAborted(session.token(), call.signal)));
  }
}

/** An id as a part of a path. @throws SetupError `wrong_id` where it would lead out of it */
export function pathPart(id: string): string {
  if (id !== '' && id !== '.' && id !== '..') return encodeURIComponent(id);
  throw new SetupError('wrong_id', `${JSON.stringify(id)} is no id`);
}

/** What a call of the Plugin API answers, out of its `{data}`. */
export async function dataOf<Data>(answer: Promise<Answer>): Promise<Data> {
  const { body } = await answer;
  const data = (body as { data?: Data } | undefined)?.data;
  if (data === undefined) {
    throw new ConnectionError('unreadable_answer', 'Plugboard answered without data');
  }
  return data;
}
