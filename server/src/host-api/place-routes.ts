import type { PluginCaller } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { sendJsonApi } from '../lib/http/json-api.ts';
import { AsText } from '../lib/http/schema.ts';
import { parseId } from '../lib/ids.ts';
import { forPlugins, hostTags, missing, names } from './asking.ts';
import { type Document, documentOf, findPlace, listPartOf, readInclude } from './documents.ts';
import { companyOf, locationOf } from './resources.ts';
import {
  Companies,
  CompanyQuery,
  LocationQuery,
  Locations,
  OneCompany,
  OneLocation,
  OneQuery,
  ResourcePath,
} from './schema.ts';

const KINDS = {
  location: { of: locationOf, includable: ['company'] },
  company: { of: companyOf, includable: ['locations'] },
} as const;
type Kind = keyof typeof KINDS;

/** The space of a token, as the location and the company that Envoy's clients look for. */
export function placeRoutes(app: App, db: Db): void {
  app.get(
    '/locations',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'listLocations',
        summary: 'List the locations that a token is good for: its space',
        querystring: LocationQuery,
        response: { 200: AsText(Locations) },
      },
    },
    async ({ caller, query }, reply) => {
      const { spaceId } = caller as PluginCaller;
      const isMeant = !query['filter[disabled]'] && names(query['filter[company]'], spaceId);
      return sendJsonApi(reply, await listOf('location', caller as PluginCaller, query, isMeant));
    },
  );
  app.get(
    '/companies',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'listCompanies',
        summary: 'List the companies that a token is good for: its space',
        querystring: CompanyQuery,
        response: { 200: AsText(Companies) },
      },
    },
    async ({ caller, query }, reply) =>
      sendJsonApi(reply, await listOf('company', caller as PluginCaller, query, true)),
  );
  app.get(
    '/locations/:id',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'getLocation',
        summary: 'Get a space as a location',
        params: ResourcePath,
        querystring: OneQuery,
        response: { 200: AsText(OneLocation) },
      },
    },
    async ({ caller, params, query }, reply) =>
      sendJsonApi(reply, await one('location', caller as PluginCaller, params.id, query.include)),
  );
  app.get(
    '/companies/:id',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'getCompany',
        summary: 'Get a space as a company',
        params: ResourcePath,
        querystring: OneQuery,
        response: { 200: AsText(OneCompany) },
      },
    },
    async ({ caller, params, query }, reply) =>
      sendJsonApi(reply, await one('company', caller as PluginCaller, params.id, query.include)),
  );

  async function listOf(
    kind: Kind,
    caller: PluginCaller,
    query: CompanyQuery,
    isMeant: boolean,
  ): Promise<Document> {
    const { of, includable } = KINDS[kind];
    const include = readInclude(query.include, includable);
    const place =
      isMeant && listPartOf(query).offset === 0 ? await findPlace(db, caller) : undefined;
    return documentOf(place === undefined ? [] : [of(place)], place, include);
  }

  async function one(
    kind: Kind,
    caller: PluginCaller,
    idText: string,
    asked: string | undefined,
  ): Promise<Document> {
    const { of, includable } = KINDS[kind];
    const include = readInclude(asked, includable);
    const id = parseId(idText);
    const place = id === undefined ? undefined : await findPlace(db, caller, id);
    if (place === undefined) throw missing(kind, idText);
    return documentOf(of(place), place, include);
  }
}
