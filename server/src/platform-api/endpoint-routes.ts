import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { answeredAs, nullable } from '../lib/http/schema.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { selectEndpoints } from '../registry/endpoint-queries.ts';
import { endpointView, resumeEndpoint, stopEndpoint } from '../registry/endpoints.ts';
import { findPluginOf, findPluginOfToChange } from '../registry/find-plugin.ts';
import {
  DisableEndpoint,
  ENDPOINT_STOPPED,
  Endpoint,
  EndpointParams,
  EndpointQuery,
  PluginParams,
} from '../registry/schema.ts';

const EndpointList = Type.Object({ data: Type.Array(Endpoint) }, { title: 'EndpointList' });

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

/** The plugin's workers: how they are doing, and whether they are called. */
export function endpointRoutes(app: App, { db, wake }: AppDeps): void {
  app.get(
    '/plugins/:id/endpoints',
    {
      config,
      schema: {
        tags,
        operationId: 'listEndpoints',
        summary: 'List the endpoints of a plugin',
        description:
          'One for each event and URL of a release that an install runs or may run soon (a draft, what is in review), and for each that jobs still wait for.',
        params: PluginParams,
        response: { 200: EndpointList },
      },
    },
    async (request) => {
      const { id } = await findPluginOf(db, request.caller, request.params.id);
      return { data: (await selectEndpoints(db, id)).map(endpointView) };
    },
  );
  app.post(
    '/plugins/:id/endpoints/:event_name/enable',
    {
      config,
      schema: {
        tags,
        operationId: 'enableEndpoint',
        summary: 'Enable an endpoint',
        description:
          'Its failures are forgotten, and jobs that were parked meanwhile are queued. Where the plugin has several for the event, `url` has to say which (422).',
        params: EndpointParams,
        querystring: EndpointQuery,
        response: { 200: Endpoint },
      },
    },
    async (request) => {
      const { id, event_name } = request.params;
      const { url } = request.query;
      const row = await runAgainOnDeadlock(db, async (tx) => {
        const plugin = await findPluginOfToChange(tx, request.caller, id);
        const endpoint = await resumeEndpoint(tx, { plugin_id: plugin.id, event_name, url });
        const target = [plugin.id, event_name];
        await record(tx, doingOf(request), { action: 'endpoint.enabled', target });
        return endpoint;
      });
      wake();
      return endpointView(row);
    },
  );
  app.post(
    '/plugins/:id/endpoints/:event_name/disable',
    {
      config,
      schema: {
        tags,
        operationId: 'disableEndpoint',
        summary: 'Disable an endpoint',
        description:
          'It is not called any more; jobs for it are parked until it is enabled. Where the plugin has several for the event, `url` has to say which (422).',
        params: EndpointParams,
        querystring: EndpointQuery,
        body: nullable(DisableEndpoint),
        response: { 200: answeredAs(Endpoint, ENDPOINT_STOPPED) },
      },
    },
    async (request) => {
      const { id, event_name } = request.params;
      const { url } = request.query;
      const row = await runAgainOnDeadlock(db, async (tx) => {
        const plugin = await findPluginOfToChange(tx, request.caller, id);
        const name = { plugin_id: plugin.id, event_name, url };
        const endpoint = await stopEndpoint(tx, name, request.body?.reason);
        const target = [plugin.id, event_name];
        await record(tx, doingOf(request), { action: 'endpoint.disabled', target });
        return endpoint;
      });
      return endpointView(row);
    },
  );
}
