import type { JSONAPIModel } from '../json-api.ts';

/** Of a page of agreements, which a flow has. */
export interface AgreementPageAttributes {
  enabled?: boolean;
  position?: number;
}
/** What it belongs to, and has. */
export type AgreementPageRelationships = 'flow' | 'agreements';
/** A page of agreements. */
export type AgreementPageModel = JSONAPIModel<AgreementPageAttributes, AgreementPageRelationships>;

/** Of something that visitors agree to. */
export interface AgreementAttributes {
  name: string;
  body?: string;
  'video-url'?: string;
  optional: boolean;
  'require-resign': boolean;
  enabled?: boolean;
  position?: number;
  'created-at'?: string;
  'updated-at'?: string;
}
/** What it belongs to. */
export type AgreementRelationships = 'agreement-page';
/** Something that visitors agree to. */
export type AgreementModel = JSONAPIModel<AgreementAttributes, AgreementRelationships>;
