import type { JSONAPIData, JSONAPIModel } from '../json-api.ts';

/** What invites can be sorted by; a minus is downwards. */
export type InviteSortFields = 'name' | '-name' | 'created_at' | '-created_at';

/** What invites can be filtered by. */
export interface InviteFilterFields {
  email?: string;
  employee?: string;
  flow?: string;
  location?: string;
  scope?: 'hosted' | 'mine' | 'include_execs';
  'employee-centric'?: boolean;
  'for-date'?: string;
  'date-from'?: string;
  'date-to'?: string;
  'datetime-from'?: string;
  'datetime-to'?: string;
}

interface ApprovalReport {
  source: string;
  reason: string;
  result: 'pass' | 'fail' | 'pending';
  messages: { failure?: { header: string; text: string } };
}

/** What can be said of an invite that is made. */
export interface InviteCreationAttributes {
  'full-name'?: string;
  email?: string;
  phone?: string;
  'expected-arrival-time'?: string;
  'expected-departure-time'?: string;
  'private-notes'?: string;
  'user-data'?: Record<string, string | null>;
  'notify-visitor'?: boolean;
  attested?: boolean;
}

/** Of an invite. */
export interface InviteAttributes extends InviteCreationAttributes {
  'additional-guests'?: number;
  'approval-status'?: {
    status: 'approved' | 'review' | 'pending' | 'denied';
    auto_approved: boolean;
    report: ApprovalReport[];
  };
  arrived?: boolean;
  'created-from'?: string;
  'is-presigned'?: boolean;
  'guest-updated-at'?: string;
  'entry-signed-out-at'?: string;
  'reminder-sent-at'?: string;
  'created-at'?: string;
  'updated-at'?: string;
}
/** What it belongs to. */
export type InviteRelationships =
  | 'location'
  | 'flow'
  | 'employee'
  | 'attendee'
  | 'creator'
  | 'entry';
/** An invite. */
export type InviteModel = JSONAPIModel<InviteAttributes, InviteRelationships, 'invites'>;

interface Related {
  data: JSONAPIData | JSONAPIData[];
}

/** An invite that is made, or written anew: at a location, and by nobody whom the plugin could choose. */
export interface InviteCreationModel {
  id?: undefined;
  type: 'invites';
  attributes: InviteCreationAttributes;
  relationships: { location: Related; creator?: never } & {
    [Name in Exclude<InviteRelationships, 'location' | 'creator'>]?: Related | { data: null };
  };
}
