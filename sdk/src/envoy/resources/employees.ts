import type { JSONAPIModel } from '../json-api.ts';

/** What employees can be sorted by; a minus is downwards. */
export type EmployeeSortFields = 'name' | '-name' | 'created_at' | '-created_at';

/** What employees can be filtered by, where the host does. */
export interface EmployeeFilterFields {
  name?: string;
  email?: string;
  query?: string;
  company?: string;
  locations?: string;
  except?: string;
  deleted?: boolean;
  'exclude-locations'?: string;
  'exclude-hidden'?: boolean;
  'manually-added'?: boolean;
}

/** Of an employee: with Plugboard, a member of the space. */
export interface EmployeeAttributes {
  name: string;
  email: string;
  'phone-number'?: string;
  'profile-picture-url'?: string;
  'company-id'?: string;
  deleted?: boolean;
  'created-at'?: string;
  'updated-at'?: string;
  'deleted-at'?: string;
}
/** Where they are. */
export type EmployeeRelationships = 'locations' | 'company';
/** An employee. */
export type EmployeeModel = JSONAPIModel<EmployeeAttributes, EmployeeRelationships>;
