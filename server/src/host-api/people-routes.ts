import type { PluginCaller } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { sendJsonApi } from '../lib/http/json-api.ts';
import { AsText } from '../lib/http/schema.ts';
import { parseId } from '../lib/ids.ts';
import {
  forPlugins,
  hostTags,
  listedIds,
  missing,
  names,
  requireEmployeesScope,
  type ScopedDeps,
} from './asking.ts';
import { documentOf, findPlace, type Includable, listPartOf, readInclude } from './documents.ts';
import { selectEmployee, selectEmployees, selectPerson } from './queries.ts';
import { currentUserOf, employeeOf } from './resources.ts';
import {
  CurrentUser,
  EmployeeQuery,
  Employees,
  OneEmployee,
  OneQuery,
  ResourcePath,
} from './schema.ts';

const INCLUDABLE: Includable[] = ['company', 'locations'];

/** The user for whom a token acts, at the prefix itself. */
export function currentUserRoute(app: App, db: Db): void {
  app.get(
    '',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'getCurrentUser',
        summary: 'Get the user for whom a token acts',
        response: { 200: AsText(CurrentUser) },
      },
    },
    async ({ caller }, reply) => {
      const { userId } = caller as PluginCaller;
      const person = await selectPerson(db, userId);
      if (person === undefined) throw missing('user', String(userId));
      return sendJsonApi(reply, { data: currentUserOf(person) });
    },
  );
}

/** The members of a token's space, as employees. */
export function employeeRoutes(app: App, deps: ScopedDeps): void {
  const { db } = deps;
  app.get(
    '/employees',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'listEmployees',
        summary:
          'List the members of a space; needs the scope employees.read, where the host has defined it',
        querystring: EmployeeQuery,
        response: { 200: AsText(Employees) },
      },
    },
    async (request, reply) => {
      const caller = request.caller as PluginCaller;
      const { query } = request;
      await requireEmployeesScope(deps, caller);
      const include = readInclude(query.include, INCLUDABLE);
      const rows = isAnyMeant(query, caller.spaceId)
        ? await selectEmployees(db, caller.spaceId, filterOf(query), listPartOf(query))
        : [];
      const place = include.length === 0 ? undefined : await findPlace(db, caller);
      return sendJsonApi(reply, documentOf(rows.map(employeeOf), place, include));
    },
  );
  app.get(
    '/employees/:id',
    {
      config: forPlugins,
      schema: {
        tags: hostTags,
        operationId: 'getEmployee',
        summary:
          'Get a member of a space; needs the scope employees.read, where the host has defined it',
        params: ResourcePath,
        querystring: OneQuery,
        response: { 200: AsText(OneEmployee) },
      },
    },
    async (request, reply) => {
      const caller = request.caller as PluginCaller;
      await requireEmployeesScope(deps, caller);
      const include = readInclude(request.query.include, INCLUDABLE);
      const id = parseId(request.params.id);
      const row = id === undefined ? undefined : await selectEmployee(db, caller.spaceId, id);
      if (row === undefined) throw missing('employee', request.params.id);
      const place = include.length === 0 ? undefined : await findPlace(db, caller);
      return sendJsonApi(reply, documentOf(employeeOf(row), place, include));
    },
  );
}

// Every member is of the one company, at the one location, added by the host, and no longer there once they have left.
function isAnyMeant(query: EmployeeQuery, spaceId: number): boolean {
  const excluded = query['filter[exclude-locations]'];
  return (
    !query['filter[deleted]'] &&
    query['filter[manually-added]'] !== false &&
    names(query['filter[company]'], spaceId) &&
    names(query['filter[locations]'], spaceId) &&
    (excluded === undefined || !names(excluded, spaceId))
  );
}

function filterOf(query: EmployeeQuery) {
  const except = query['filter[except]'];
  return {
    // Envoy's client does not encode what it asks for: a "+" comes out as a space, which no address has.
    email: query['filter[email]']?.replaceAll(' ', '+'),
    name: query['filter[name]'],
    query: query['filter[query]'],
    except: except === undefined ? undefined : listedIds(except).flatMap((id) => parseId(id) ?? []),
  };
}
