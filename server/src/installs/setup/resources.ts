import { databaseNow } from '../../lib/clock.ts';
import { newId } from '../../lib/ids.ts';
import { USER_AGENT } from '../../plugin-requests/meta.ts';
import { routeBody } from '../../plugin-requests/route-request.ts';
import { webhookHeaders } from '../../plugin-requests/signer.ts';
import { openResourceType } from '../../vocabulary/resource-types.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { ask } from './ask.ts';
import type { SetupContext } from './context.ts';
import { readPluginReply } from './read-reply.ts';

/** A question about the host's resources. */
export interface ResourceQuestion<Value> {
  /** Which kind. */
  resource: string;
  step: number;
  field: number;
  actor: SetupActor;
  params: Record<string, unknown>;
  /** As of a route. */
  read(text: string): Value;
}

/**
 * Asks the host for its resources, in the shape of a call of a route, and notes how that went. There is no config in it and no token: the
 * host knows its own.
 *
 * @throws Failure `resource_type_not_found`; `host_unavailable`; `plugin_refused` with what the host says.
 */
export async function askHost<Value>(
  deps: SetupDeps,
  { row }: SetupContext,
  { resource, step, field, actor, params, read }: ResourceQuestion<Value>,
): Promise<Value> {
  const { listUrl, key } = await openResourceType(deps.db, deps.vault, resource);
  const id = newId();
  return ask(deps, {
    id,
    about: {
      install_id: row.id,
      plugin_id: row.plugin_id,
      kind: 'resources',
      step,
      field,
      actor,
    },
    async request() {
      const body = routeBody(
        {
          ...row,
          install_id: row.id,
          config: '{}',
          route: 'resources',
          params: { resource, ...params, location_id: String(row.space_id) },
        },
        null,
      );
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'user-agent': USER_AGENT,
        ...webhookHeaders(key, id, Math.floor(databaseNow() / 1000), body),
      };
      return { url: listUrl, headers, body };
    },
    read: (reply) => readPluginReply(reply, deps.config.maxJsonDepth, read),
    atFault: 'host_unavailable',
  });
}
