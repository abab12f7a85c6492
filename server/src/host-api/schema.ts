import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { STORY } from '../story.ts';

const Identifier = Type.Object(
  { type: Type.String(), id: Type.String() },
  { title: 'ResourceIdentifier' },
);

const ToOne = Type.Object({ data: Identifier }, { title: 'ToOne' });
const ToMany = Type.Object(
  {
    data: Type.Array(Identifier),
    links: Type.Optional(Type.Object({ related: Type.String() }, { title: 'RelatedLinks' })),
  },
  { title: 'ToMany' },
);

const { space, user } = STORY;
const place = { type: 'locations', id: String(space.id) };
const company = { type: 'companies', id: String(space.id) };
const created = { 'created-at': STORY.setUpAt, 'updated-at': STORY.setUpAt };

const times = { 'created-at': Type.String(), 'updated-at': Type.String() };

const LocationModel = Type.Object(
  {
    type: Type.Literal('locations'),
    id: Type.String(),
    attributes: Type.Object(
      {
        name: Type.String(),
        address: Type.String(),
        timezone: Type.String(),
        disabled: Type.Boolean(),
        ...times,
      },
      { title: 'LocationAttributes', additionalProperties: true },
    ),
    relationships: Type.Object(
      {
        company: ToOne,
        employees: ToMany,
        flows: ToMany,
        'employee-screening-flow': Type.Object({ data: Type.Null() }, { title: 'ToNone' }),
      },
      { title: 'LocationRelationships' },
    ),
  },
  {
    title: 'LocationModel',
    description:
      'A space as a location: its attributes with dashes in their names, and null for those that Envoy knows and the host does not tell',
    examples: [
      {
        ...place,
        attributes: {
          name: space.name,
          address: '1 Main St',
          timezone: 'Europe/Vienna',
          disabled: false,
          ...created,
        },
        relationships: {
          company: { data: company },
          employees: { data: [], links: { related: '/api/v3/employees' } },
          flows: { data: [] },
          'employee-screening-flow': { data: null },
        },
      },
    ],
  },
);

const CompanyModel = Type.Object(
  {
    type: Type.Literal('companies'),
    id: Type.String(),
    attributes: Type.Object(
      { name: Type.String(), active: Type.Boolean(), ...times },
      { title: 'CompanyAttributes', additionalProperties: true },
    ),
    relationships: Type.Object({ locations: ToMany }, { title: 'CompanyRelationships' }),
  },
  {
    title: 'CompanyModel',
    description: 'A space as a company',
    examples: [
      {
        ...company,
        attributes: { name: space.name, active: true, ...created },
        relationships: { locations: { data: [place] } },
      },
    ],
  },
);

const EmployeeModel = Type.Object(
  {
    type: Type.Literal('employees'),
    id: Type.String(),
    attributes: Type.Object(
      {
        name: Type.String(),
        email: Type.String(),
        deleted: Type.Boolean(),
        'company-id': Type.String(),
        ...times,
      },
      { title: 'EmployeeAttributes' },
    ),
    relationships: Type.Object(
      { company: ToOne, locations: ToMany },
      { title: 'EmployeeRelationships' },
    ),
  },
  {
    title: 'EmployeeModel',
    description: 'A member of a space',
    examples: [
      {
        type: 'employees',
        id: String(user.id),
        attributes: {
          name: user.friendly_name,
          email: user.email,
          deleted: false,
          'company-id': String(space.id),
          ...created,
        },
        relationships: { company: { data: company }, locations: { data: [place] } },
      },
    ],
  },
);

const CurrentUserModel = Type.Object(
  {
    type: Type.Literal('users'),
    id: Type.String(),
    attributes: Type.Object(
      { name: Type.String(), 'full-name': Type.String(), email: Type.String() },
      { title: 'CurrentUserAttributes' },
    ),
    relationships: Type.Object({}, { title: 'NoRelationships' }),
  },
  {
    title: 'CurrentUserModel',
    description: 'The user for whom a token acts',
    examples: [
      {
        type: 'users',
        id: String(user.id),
        attributes: {
          name: user.friendly_name,
          'full-name': user.friendly_name,
          email: user.email,
        },
        relationships: {},
      },
    ],
  },
);

const included = Type.Optional(
  Type.Array(Type.Unknown(), { description: 'What `include` names, once each' }),
);

const one = <Model extends TObject>(model: Model, title: string) =>
  Type.Object({ data: model, included }, { title });
const list = <Model extends TObject>(model: Model, title: string) =>
  Type.Object({ data: Type.Array(model), included }, { title });

/** A JSON:API document of a location. */
export const OneLocation = one(LocationModel, 'LocationDocument');
/** A JSON:API document of locations. */
export const Locations = list(LocationModel, 'LocationsDocument');
/** A JSON:API document of a company. */
export const OneCompany = one(CompanyModel, 'CompanyDocument');
/** A JSON:API document of companies. */
export const Companies = list(CompanyModel, 'CompaniesDocument');
/** A JSON:API document of an employee. */
export const OneEmployee = one(EmployeeModel, 'EmployeeDocument');
/** A JSON:API document of employees. */
export const Employees = list(EmployeeModel, 'EmployeesDocument');
/** A JSON:API document of the user of a token. */
export const CurrentUser = Type.Object(
  { data: CurrentUserModel },
  { title: 'CurrentUserDocument' },
);

const Ids = Type.String({ maxLength: 4096, description: 'Ids, separated by commas' });
const Flag = Type.Boolean();
const Words = Type.String({ maxLength: 500 });

const include = Type.Optional(
  Type.String({ maxLength: 100, description: 'Names of relationships, separated by commas' }),
);

const paging = {
  'page[offset]': Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 })),
  'page[limit]': Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  sort: Type.Optional(Type.Enum(['name', '-name', 'created_at', '-created_at'])),
  include,
};

// Closed: a filter that nobody applies would answer more than was asked for.
const closed = <Properties extends TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

/** What can be asked of one resource. */
export const OneQuery = closed({ include });

/** What can be asked of a list of companies. */
export const CompanyQuery = closed(paging);
export type CompanyQuery = Static<typeof CompanyQuery>;

/** What can be asked of a list of locations. */
export const LocationQuery = closed({
  ...paging,
  'filter[disabled]': Type.Optional(Flag),
  'filter[company]': Type.Optional(Ids),
});

/** What can be asked of a list of employees. */
export const EmployeeQuery = closed({
  ...paging,
  'filter[company]': Type.Optional(Ids),
  'filter[locations]': Type.Optional(Ids),
  'filter[exclude-locations]': Type.Optional(Ids),
  'filter[except]': Type.Optional(Ids),
  'filter[email]': Type.Optional(Words),
  'filter[name]': Type.Optional(Words),
  'filter[query]': Type.Optional(Words),
  'filter[deleted]': Type.Optional(Flag),
  'filter[manually-added]': Type.Optional(Flag),
  'filter[exclude-hidden]': Type.Optional({ ...Flag, description: 'Nobody is hidden here' }),
});
export type EmployeeQuery = Static<typeof EmployeeQuery>;

/** Text, as for Envoy's API: what is no id is not there. */
export const ResourcePath = Type.Object({ id: Type.String() });
