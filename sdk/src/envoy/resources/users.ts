import type { JSONAPIModel } from '../json-api.ts';

/** Of a user. */
export interface UserAttributes {
  name: string;
  email: string;
}
/** A user. */
export type UserModel = JSONAPIModel<UserAttributes, ''>;

/** Of the user whom a token is for. */
export interface CurrentUserAttributes {
  'full-name': string;
  email: string;
}
/** What they have. */
export type CurrentUserRelationships = 'location-roles' | 'company-roles';
/** The user whom a token is for. */
export type CurrentUserModel = JSONAPIModel<CurrentUserAttributes, CurrentUserRelationships>;

interface RoleAttributes {
  'role-name': string;
  'confirmed-at': string;
}

/** Of a role in a company. */
export interface CompanyRoleAttributes extends RoleAttributes {}
/** Where somebody has it. */
export type CompanyRoleRelationships = 'company';
/** A role in a company. */
export type CompanyRoleModel = JSONAPIModel<CompanyRoleAttributes, CompanyRoleRelationships>;

/** Of a role at a location. */
export interface LocationRoleAttributes extends RoleAttributes {}
/** Where somebody has it. */
export type LocationRoleRelationships = 'location';
/** A role at a location. */
export type LocationRoleModel = JSONAPIModel<LocationRoleAttributes, LocationRoleRelationships>;
