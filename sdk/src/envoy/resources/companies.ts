import type { JSONAPIModel } from '../json-api.ts';

/** Of a company. */
export interface CompanyAttributes {
  name: string;
  active: boolean;
  'created-at': string;
  'updated-at': string;
}
/** What it has. */
export type CompanyRelationships = 'locations';
/** A company. */
export type CompanyModel = JSONAPIModel<CompanyAttributes, CompanyRelationships>;
