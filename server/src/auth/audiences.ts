import type { PersonKind } from './principals.ts';
import type { CallersAuth } from './route-auth.ts';

/** Who those people are, in words. */
export const PEOPLE = {
  operator: 'operators',
  admin: 'admins of the space',
  member: 'members of the space',
  developer: 'developers of the plugin',
  anybody: 'whoever is signed in',
} as const satisfies Record<PersonKind, string>;

/** For the host's backend and for these people, by personal token or session; always for operators, who may all that a host key may. */
export const forPeople = (...people: Exclude<PersonKind, 'operator'>[]) =>
  ({ callers: ['host', 'user'], people: ['operator', ...people] }) satisfies CallersAuth;

/** For the host and who runs this installation. */
export const OPERATORS = forPeople();
/** Besides for who may change what belongs to a space. */
export const ADMINS = forPeople('admin');
/** Besides for who belongs to a space. */
export const MEMBERS = forPeople('member');
/** Besides for who develops a plugin. */
export const DEVELOPERS = forPeople('developer');
/** For who develops a plugin, about what is their own: a host key is nobody. */
export const DEVELOPERS_THEMSELVES = {
  callers: ['user'],
  people: ['operator', 'developer'],
} satisfies CallersAuth;
/** Besides for everybody who is signed in. */
export const ANYBODY = forPeople('anybody');
/** For everybody who is signed in, about themselves: a host key is nobody. */
export const ONESELF = { callers: ['user'], people: ['operator', 'anybody'] } satisfies CallersAuth;
