import type { JSONAPIModel } from '../json-api.ts';

/** Of a page of fields, which a flow has. */
export interface SignInFieldPageAttributes {
  enabled?: boolean;
  position?: number;
}
/** What it belongs to, and has. */
export type SignInFieldPageRelationships =
  | 'flow'
  | 'sign-in-fields'
  | 'sign-in-field-actions'
  | 'actionable-sign-in-fields'
  | 'actionable-sign-in-field-actions';
/** A page of fields. */
export type SignInFieldPageModel = JSONAPIModel<
  SignInFieldPageAttributes,
  SignInFieldPageRelationships
>;

/** Of a field that visitors fill in. */
export interface SignInFieldAttributes {
  name: string;
  kind: string;
  required: boolean;
  identifier?: string;
  localized?: string;
  position?: number;
  options?: { value: string; position: number }[];
  'ipad-localized-names': {
    'display-name': string;
    'language-code': string;
    'region-code'?: string;
  }[];
  'store-response'?: boolean;
  'created-at'?: string;
  'updated-at'?: string;
}
/** What it belongs to. */
export type SignInFieldRelationships = 'sign-in-field-page';
/** A field that visitors fill in. */
export type SignInFieldModel = JSONAPIModel<SignInFieldAttributes, SignInFieldRelationships>;
