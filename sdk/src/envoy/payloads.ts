import type { JSONAPIData } from './json-api.ts';
import type { LocationModel } from './resources/locations.ts';
import type { TakeoverModel } from './resources/takeovers.ts';

interface Related<Type extends string> {
  data: JSONAPIData<Type>;
}

interface RelatedList<Type extends string> {
  data: JSONAPIData<Type>[];
}

interface UserDatum {
  field: string;
  value: string | null;
}

interface LegalDoc {
  id: string;
  url: string;
  'signed-at': string;
  agreement: { id: string };
}

interface ApprovalReport {
  source: string;
  result: string;
  reason?: string;
  messages: { failure: { header: string; text: string } }[];
}

/** What events about entries tell. */
export interface EntryPayload {
  id: string;
  type: 'entries';
  attributes: {
    'full-name': string;
    email: string | null;
    'phone-number'?: string;
    host: string | null;
    'host-email': string | null;
    'employee-screening-flow': boolean;
    'flow-name': string;
    'private-notes': string | null;
    /** RFC 3339, as are all times here. */
    'signed-in-at': string;
    'signed-out-at'?: string;
    thumbnails: { large: string | null; original: string | null; small: string | null };
    'user-data': UserDatum[];
    nda?: string;
    'legal-docs'?: LegalDoc[];
    'approval-status'?: {
      status: string;
      'auto-approved': boolean;
      report: ApprovalReport[];
      blacklistReportUUID?: string;
    };
  };
  relationships: {
    location: Related<'locations'>;
    flow?: Related<'flows'>;
    employee?: Related<'employees'>;
    invite?: Related<'invites'>;
    device?: Related<'devices'>;
    'visitor-entrance'?: Related<'visitor-entrances'>;
    'agreeable-ndas'?: RelatedList<'agreeable-ndas'>;
  };
  'visitor-profile-id'?: string;
  'changed-fields'?: Record<string, { old: unknown; new: unknown }>;
}

/** What events about invites tell. */
export interface InvitePayload {
  id: string;
  type: 'invites';
  attributes: {
    'full-name': string;
    email: string | null;
    'inviter-name': string | null;
    'inviter-email': string | null;
    'expected-arrival-time': string;
    arrived: boolean;
    'been-here-before': boolean;
    'preregistration-complete': boolean;
    'employee-screening-flow': boolean;
    'flow-id': string;
    'flow-name': string;
    'private-notes': string | null;
    'photo-url': string | null;
    'qr-code': string | null;
    'qr-code-sent-at': string | null;
    'reminder-sent-at': string | null;
    'secret-token': string;
    'edit-token': string;
    'user-data': UserDatum[];
    'changed-fields'?: string[];
    nda?: string;
    'legal-docs'?: LegalDoc[];
    'signed-in-at'?: string;
    'signed-out-at'?: string;
  };
  relationships: {
    location: Related<'locations'>;
    flow?: Related<'flows'>;
    employee?: Related<'employees'>;
    'invitee-employee'?: Related<'employees'>;
    entry?: Related<'entries'>;
    creator?: Related<'users'>;
    tenant?: Related<'tenants'>;
    'agreeable-ndas'?: RelatedList<'agreeable-ndas'>;
  };
  'visitor-profile-id'?: string;
}

/** What events about locations tell. */
export type LocationPayload = LocationModel;

/** What events about takeovers of a display tell. */
export type TakeoverPayload = TakeoverModel;

interface Correspondent {
  name: { full: string };
  email: string;
}

/** What an event about a notification tells. */
export interface NotificationPayload {
  recipient: {
    name: { full: string };
    email: string | null;
    phone_number: string | null;
    user_id: number | null;
    employee_id: number | null;
  };
  message?: string;
  details?: { label: string; value: string }[];
  actions?: { label: string; callback_url: string }[];
  attachments?: { url: string }[];
  channel_overrides?: {
    slack?: {
      text?: string;
      message?: string;
      footer_text?: string;
      dm_only?: boolean;
      short_details?: boolean;
      large_image?: boolean;
      attachments?: Record<string, unknown>[];
    };
    email?: {
      from: string;
      subject: string;
      text_body: string;
      html_body: string;
      reply_to?: Correspondent;
      bcc?: Correspondent[];
    };
  };
}
