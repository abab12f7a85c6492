import { objectMembers, RawJson } from '../lib/json.ts';
import { dashCase } from '../lib/text.ts';
import type { EmployeeRow, PersonRow, PlaceRow } from './queries.ts';

/** A JSON:API resource object. */
export interface Resource {
  type: string;
  id: string;
  attributes: object;
  relationships: object;
}

const identifier = (type: string, id: number | string) => ({ type, id: String(id) });

// What Envoy's clients read of a location; what the host does not tell of a space is not known.
const UNKNOWN_OF_LOCATION = [
  'address-line-1',
  'address-line-2',
  'city',
  'state',
  'country',
  'zip',
  'latitude',
  'longitude',
  'locale',
  'company-name-override',
  'logo-small-url',
  'logo-thumb-url',
  'logo-url',
  'visitors-onboarding-complete',
  'registration-eligibility-end-offset',
  'registration-eligibility-start-offset',
  'visitor-registration-eligibility-start-offset',
  'welcome-email-preference',
  'average-monthly-visitors',
  'capacity-limit',
  'auto-sign-out-at-midnight',
  'employee-screening-enabled',
  'pre-registration-enabled',
  'pre-registration-required-enabled',
  'host-approval-enabled',
  'multiple-languages-enabled',
  'near-visit-screening-enabled',
  'printer-notifications-enabled',
  'security-desk-link-enabled',
  'touchless-signin-enabled',
  'visitor-survey-enabled',
  'visual-compliance-enabled',
];

const LOCATION_DEFAULTS = {
  ...Object.fromEntries(UNKNOWN_OF_LOCATION.map((name) => [name, null])),
  address: '',
  disabled: false,
};

/** A space as a location. `employees` names its first members, where the caller may know them. */
export function locationOf(place: PlaceRow): Resource {
  const told = attributesOf(place);
  const timezone = told.timezone ?? told['time-zone'] ?? 'UTC';
  const employees = place.member_ids.map((id) => identifier('employees', id));
  return {
    ...identifier('locations', place.id),
    attributes: { ...LOCATION_DEFAULTS, ...told, timezone, name: place.name, ...timesOf(place) },
    relationships: {
      company: { data: identifier('companies', place.id) },
      employees: { data: employees, links: { related: '/api/v3/employees' } },
      flows: { data: [] },
      'employee-screening-flow': { data: null },
    },
  };
}

/** A space as a company. */
export function companyOf(place: PlaceRow): Resource {
  return {
    ...identifier('companies', place.id),
    attributes: { ...attributesOf(place), name: place.name, active: true, ...timesOf(place) },
    relationships: { locations: { data: [identifier('locations', place.id)] } },
  };
}

/** A member of a space. */
export function employeeOf({ id, email, friendly_name, space_id, created_at }: EmployeeRow) {
  return {
    ...identifier('employees', id),
    attributes: {
      name: friendly_name,
      email,
      deleted: false,
      'company-id': String(space_id),
      ...timesOf({ created_at, updated_at: created_at }),
    },
    relationships: {
      company: { data: identifier('companies', space_id) },
      locations: { data: [identifier('locations', space_id)] },
    },
  } satisfies Resource;
}

/** Whom a token acts for. */
export function currentUserOf({ id, email, friendly_name }: PersonRow): Resource {
  return {
    ...identifier('users', id),
    attributes: { name: friendly_name, 'full-name': friendly_name, email },
    relationships: {},
  };
}

// As `meta.location` has them; each value as the host wrote it.
function attributesOf({ attributes }: PlaceRow): Record<string, RawJson> {
  const members = [...objectMembers(attributes)];
  return Object.fromEntries(members.map(([key, text]) => [dashCase(key), new RawJson(text)]));
}

const timesOf = ({ created_at, updated_at }: Pick<PlaceRow, 'created_at' | 'updated_at'>) => ({
  'created-at': created_at.toISOString(),
  'updated-at': updated_at.toISOString(),
});
