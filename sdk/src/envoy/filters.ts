import type { EnvoyRequestHandler } from './http-types.ts';
import type { EntryPayload } from './payloads.ts';
import { envoyOf } from './prepared.ts';
import type { EnvoyRequest } from './requests.ts';
import type { EnvoyResponse } from './responses.ts';

/** What a filter looks at. @throws Error where something in the config is not what it must be */
type Filter<Config> = (entry: { config: Config; payload: EntryPayload }) => boolean;

/** Middleware that lets a job through, or says that there is nothing to do. */
const filterMiddleware =
  <Config>(isWanted: Filter<Config>, message: string): EnvoyRequestHandler =>
  (req, res, next) => {
    try {
      const { payload, meta } = envoyOf(req as EnvoyRequest<EntryPayload, Config>);
      if (isWanted({ config: meta.config, payload })) next();
      else (res as EnvoyResponse).sendIgnored(message);
    } catch (error) {
      next(error);
    }
  };

/**
 * Lets jobs through where the install's config has something true under `key`.
 *
 * @example
 * import { booleanFilterMiddleware, entryEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.use('/entry-sign-in', booleanFilterMiddleware<{ prints: boolean }>('prints', 'No badges are printed here.'));
 * app.post('/entry-sign-in', entryEventHandler(async (req, res) => {
 *   await printBadge(req.envoy.payload.attributes['full-name']);
 *   res.send();
 * }));
 */
export const booleanFilterMiddleware = <Config>(
  key: keyof Config,
  message: string,
): EnvoyRequestHandler => filterMiddleware<Config>(({ config }) => Boolean(config[key]), message);

/**
 * Lets jobs through where the install's config has sign-ins of employees switched on.
 *
 * @example
 * import { employeeSignInEnabledFilterMiddleware, entryEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.use('/employee-sign-in', employeeSignInEnabledFilterMiddleware<{ employees: boolean }>('employees'));
 * app.post('/employee-sign-in', entryEventHandler(async (req, res) => {
 *   await printBadge(req.envoy.payload.attributes['full-name']);
 *   res.send();
 * }));
 */
export const employeeSignInEnabledFilterMiddleware = <Config>(
  employeeSignInEnabledKey: keyof Config,
  message = 'Sign-ins of employees are switched off.',
): EnvoyRequestHandler => booleanFilterMiddleware<Config>(employeeSignInEnabledKey, message);

/**
 * Lets entries through, but for those of employees whose ids the install's config lists.
 *
 * @example
 * import { entryEventHandler, excludedEmployeesFilterMiddleware } from '@plugboard/sdk/envoy';
 *
 * app.use('/entry-sign-in', excludedEmployeesFilterMiddleware<{ excluded: string[] }>('excluded'));
 * app.post('/entry-sign-in', entryEventHandler(async (req, res) => {
 *   await printBadge(req.envoy.payload.attributes['full-name']);
 *   res.send();
 * }));
 */
export const excludedEmployeesFilterMiddleware = <Config>(
  excludeEmployeesKey: keyof Config,
  message = 'The employee is excluded.',
): EnvoyRequestHandler =>
  filterMiddleware<Config>(({ config, payload }) => {
    if (!payload.attributes['employee-screening-flow']) return true;
    const excluded: unknown = config[excludeEmployeesKey] || [];
    if (!Array.isArray(excluded)) {
      throw new Error(`${String(excludeEmployeesKey)} of the config is no array.`);
    }
    const id = payload.relationships.employee?.data.id;
    return !id || !excluded.includes(id);
  }, message);

/**
 * Lets entries through that were invited; all, where the install's config does not ask for it.
 *
 * @example
 * import { entryEventHandler, inviteOnlyEntryFilterMiddleware } from '@plugboard/sdk/envoy';
 *
 * app.use('/entry-sign-in', inviteOnlyEntryFilterMiddleware<{ invitedOnly: boolean }>('invitedOnly'));
 * app.post('/entry-sign-in', entryEventHandler(async (req, res) => {
 *   await printBadge(req.envoy.payload.attributes['full-name']);
 *   res.send();
 * }));
 */
export const inviteOnlyEntryFilterMiddleware = <Config>(
  invitesOnlyKey: keyof Config,
  message = 'Only who was invited is let in.',
): EnvoyRequestHandler =>
  filterMiddleware<Config>(
    ({ config, payload }) => Boolean(payload.relationships.invite) || !config[invitesOnlyKey],
    message,
  );
