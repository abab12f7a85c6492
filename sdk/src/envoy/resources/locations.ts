import type { JSONAPIModel } from '../json-api.ts';

/** What locations can be sorted by; a minus is downwards. */
export type LocationSortFields = 'name' | '-name' | 'created_at' | '-created_at';

/** What locations can be filtered by. */
export interface LocationFilterFields {
  company?: string;
  disabled?: boolean;
}

type Text =
  | 'address-line-1'
  | 'address-line-2'
  | 'city'
  | 'state'
  | 'zip'
  | 'country'
  | 'locale'
  | 'company-name-override'
  | 'logo-url'
  | 'logo-small-url'
  | 'logo-thumb-url'
  | 'welcome-email-preference';

type Amount =
  | 'latitude'
  | 'longitude'
  | 'capacity-limit'
  | 'average-monthly-visitors'
  | 'registration-eligibility-start-offset'
  | 'registration-eligibility-end-offset'
  | 'visitor-registration-eligibility-start-offset';

type Switch =
  | 'disabled'
  | 'visitors-onboarding-complete'
  | 'auto-sign-out-at-midnight'
  | 'employee-screening-enabled'
  | 'pre-registration-enabled'
  | 'pre-registration-required-enabled'
  | 'host-approval-enabled'
  | 'multiple-languages-enabled'
  | 'near-visit-screening-enabled'
  | 'printer-notifications-enabled'
  | 'security-desk-link-enabled'
  | 'touchless-signin-enabled'
  | 'visitor-survey-enabled'
  | 'visual-compliance-enabled';

/** Of a location, where the host has them: with Plugboard, the space. */
export type LocationAttributes = {
  name: string;
  address: string;
  timezone: string;
  'created-at': string;
  'updated-at': string;
} & Record<Text, string | null> &
  Record<Amount, number | null> &
  Record<Switch, boolean | null>;
/** What it belongs to, and has. */
export type LocationRelationships = 'company' | 'employees' | 'flows' | 'employee-screening-flow';
/** A location. */
export type LocationModel = JSONAPIModel<LocationAttributes, LocationRelationships>;
