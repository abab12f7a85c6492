import type { JSONAPIModel } from '../json-api.ts';

/** Of the desk that was reserved. */
export interface ReservationAttributes {
  name: string;
  enabled: boolean;
  availability: string | null;
  'assigned-to': string | null;
  'is-assignable': boolean;
  'is-partial-day': boolean;
  neighborhood: number | null;
  'neighborhood-id': number;
  'parent-desk-id': string | null;
  'x-pos': number | null;
  'y-pos': number | null;
  'created-at': number;
  'updated-at': number;
}

/** What is to be reserved. Times are seconds since 1970. */
export interface ReservationCreationAttributes {
  userId: number;
  locationId?: number | null;
  startTime?: number | null;
  endTime?: number | null;
  deskId?: number | null;
  inviteId?: number | null;
  entryId?: number | null;
  meta?: { autoAssignDesk?: boolean };
}
/** What it belongs to. */
export type ReservationRelationships =
  | 'user'
  | 'employee'
  | 'location'
  | 'floor'
  | 'desk'
  | 'company'
  | 'entry'
  | 'invite';
/** A reservation. */
export type ReservationModel = JSONAPIModel<
  ReservationAttributes,
  ReservationRelationships,
  'reservations'
>;
