import type { JSONAPIModel } from '../json-api.ts';

/** Of a message that takes over a display. Times are seconds since 1970. */
export interface TakeoverAttributes {
  metadata: { title: string; message: string; type: 'critical' | 'normal'; created_at: string };
  'start-at': number;
  'end-at': number | null;
}
/** Where it is shown. */
export type TakeoverRelationships = 'location' | 'company';
/** A message that takes over a display. */
export type TakeoverModel = JSONAPIModel<TakeoverAttributes, TakeoverRelationships>;
