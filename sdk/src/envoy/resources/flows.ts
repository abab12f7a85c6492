import type { JSONAPIModel } from '../json-api.ts';

/** What flows can be sorted by; a minus is downwards. */
export type FlowSortFields = 'name' | '-name' | 'created_at' | '-created_at';

/** What flows can be filtered by. */
export interface FlowFilterFields {
  location?: string;
  enabled?: boolean;
  'employee-centric'?: boolean;
}

/** Of a flow: the way in which a kind of visitor signs in. */
export interface FlowAttributes {
  name: string;
  type: string;
  enabled: boolean;
  'employee-centric': boolean;
  'created-at': string;
  'updated-at': string;
}
/** What it belongs to, and has. */
export type FlowRelationships =
  | 'location'
  | 'sign-in-field-page'
  | 'agreement-page'
  | 'global-flow';
/** A flow. */
export type FlowModel = JSONAPIModel<FlowAttributes, FlowRelationships>;
