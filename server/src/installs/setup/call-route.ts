import { databaseNow } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import type { RawJson } from '../../lib/json.ts';
import { routeBody, routeHeaders } from '../../plugin-requests/route-request.ts';
import { wholeConfig } from '../sealed-config.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { ask } from './ask.ts';
import type { RouteCallKind } from './call-queries.ts';
import type { SetupContext } from './context.ts';
import { readPluginReply } from './read-reply.ts';

/** A question to a plugin. */
export interface RouteQuestion<Value> {
  kind: Exclude<RouteCallKind, 'token' | 'resources'>;
  /** Null for a migration. */
  step: number | null;
  /** Null for the whole step. */
  field: number | null;
  url: string;
  params: Record<string, unknown>;
  /** What is judged: JSON text of an object. */
  payload?: RawJson;
  /** JSON text that an answer without a body stands for; without it, such an answer is the plugin's fault. */
  emptyAs?: string;
  /** Reads the JSON text of a good answer. @throws UnusableReply. */
  read(text: string): Value;
}

/**
 * Asks a plugin something on behalf of somebody who sets it up, or before its install comes to another release, and notes how that went.
 *
 * @throws Failure `plugin_refused` with what the plugin says, `plugin_failed` when there is no answer that can be used; `too_many_requests` where nobody was
 * asked, as many calls are under way.
 */
export async function callRoute<Value>(
  deps: SetupDeps,
  { row }: Pick<SetupContext, 'row'>,
  actor: SetupActor,
  question: RouteQuestion<Value>,
): Promise<Value> {
  const { signer, installerTokens } = deps.pluginRequests;
  const id = newId();
  const { kind, step, field, url, params, payload, emptyAs, read } = question;
  return ask(deps, {
    id,
    about: { install_id: row.id, plugin_id: row.plugin_id, kind, step, field, actor },
    async request() {
      const keys = await signer.keysOf(row.plugin_id);
      const subject = {
        ...row,
        install_id: row.id,
        install_status: row.status,
        job_id: null,
        is_farewell: false,
      };
      const auth = await installerTokens.metaAuth(subject, keys.newestGeneration);
      const route = routeName(kind, step, field);
      const config = wholeConfig({ vault: deps.vault, installId: row.id }, row);
      const body = routeBody({ ...row, install_id: row.id, config, route, params, payload }, auth);
      const headers = routeHeaders(keys, id, Math.floor(databaseNow() / 1000), body);
      return { url, headers, body };
    },
    read: (reply) => readPluginReply(reply, deps.config.maxJsonDepth, read, emptyAs),
  });
}

/** What a route is called in `meta.route`. */
function routeName(kind: string, step: number | null, field: number | null): string {
  if (step === null) return kind;
  const place = field === null ? `step-${step}` : `step-${step}-field-${field}`;
  return `${place}-${kind.replaceAll('_', '-')}`;
}
