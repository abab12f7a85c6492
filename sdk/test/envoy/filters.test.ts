import {
  EnvoyPluginSDK,
  type EnvoyRequestHandler,
  employeeSignInEnabledFilterMiddleware,
  excludedEmployeesFilterMiddleware,
  inviteOnlyEntryFilterMiddleware,
} from '@plugboard/sdk/envoy';
import { expect, test } from 'vitest';

interface Config {
  enabled?: boolean;
  excluded?: unknown;
  invited?: boolean;
}

/** What a filter does with an entry: goes on, ignores it with a message, or fails. */
function outcome(filter: EnvoyRequestHandler, config: Config, payload: object): string {
  let said = '';
  const body = { meta: { config }, payload: { relationships: {}, ...payload } };
  const req = { headers: {}, envoy: new EnvoyPluginSDK(body, true) };
  const res = { sendIgnored: (message: string) => (said = `ignored: ${message}`) };
  filter(req, res as never, (error) => {
    said = error instanceof Error ? `failed: ${error.message}` : 'goes on';
  });
  return said;
}

const employee = {
  attributes: { 'employee-screening-flow': true },
  relationships: { employee: { data: { id: '7' } } },
};
const visitor = { ...employee, attributes: { 'employee-screening-flow': false } };
const invited = { attributes: {}, relationships: { invite: { data: { id: '1' } } } };

const enabled = employeeSignInEnabledFilterMiddleware<Config>('enabled', 'off');
const excluded = excludedEmployeesFilterMiddleware<Config>('excluded', 'out');
const only = inviteOnlyEntryFilterMiddleware<Config>('invited', 'no invite');

test.each<[string, EnvoyRequestHandler, Config, object, string]>([
  ['what is switched on', enabled, { enabled: true }, employee, 'goes on'],
  ['what is switched off', enabled, {}, employee, 'ignored: off'],
  ['an employee who is excluded', excluded, { excluded: ['7'] }, employee, 'ignored: out'],
  ['another employee', excluded, { excluded: ['8'] }, employee, 'goes on'],
  ['a visitor with the host who is excluded', excluded, { excluded: ['7'] }, visitor, 'goes on'],
  ['an employee where nobody is excluded', excluded, {}, employee, 'goes on'],
  [
    'a list that is none',
    excluded,
    { excluded: '7' },
    employee,
    'failed: excluded of the config is no array.',
  ],
  ['a visitor without an invite', only, { invited: true }, visitor, 'ignored: no invite'],
  ['a visitor without an invite where none is needed', only, {}, visitor, 'goes on'],
  ['a visitor with an invite', only, { invited: true }, invited, 'goes on'],
])('%s', (_, filter, config, payload, expected) => {
  expect(outcome(filter, config, payload)).toBe(expected);
});
