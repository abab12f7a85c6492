import { type Db, sql } from '../../src/lib/db.ts';

const EVENTS = 'what happens in the host is in the list of events';
const SAMPLES = 'it is in the list of events of the development space';
const IMAGE = 'nothing shows it before a plugin names it, which is recorded';
const READING = 'what somebody has read is theirs alone, and opens nothing';
const ASKING = 'asks the plugin for what may be chosen, and changes nothing';
const TOKEN = 'says who looks, for an hour; nothing changes';

const WINDOW = 'what comes back by the window is recorded';

/** Operations that write and take people, of which the audit log tells nothing, and why. Another one does not stand here lightly. */
export const UNRECORDED: Record<string, string> = {
  'POST /platform/v1/events': EVENTS,
  'POST /platform/v1/events/batch': EVENTS,
  'POST /platform/v1/sample_events': SAMPLES,
  'POST /platform/v1/notifications/read_all': READING,
  'POST /platform/v1/notifications/{id}/read': READING,
  'POST /platform/v1/plugins/{id}/notices/read': READING,
  'POST /platform/v1/images': IMAGE,
  'POST /platform/v1/installs/{id}/setup/{step}/options': ASKING,
  'POST /platform/v1/installs/{id}/setup/{step}/remote_value': ASKING,
  'POST /platform/v1/installs/{id}/setup/{step}/selected_values': ASKING,
  'POST /platform/v1/installs/{id}/setup/{step}/start': WINDOW,
  'POST /v1/org_apps/upload_image': IMAGE,
  'POST /v1/org_apps/{id}/upload_image': IMAGE,
  'POST /v1/partner_apps/upload_image': IMAGE,
  'POST /v1/partner_apps/{id}/upload_image': IMAGE,
  'POST /v1/spaces/{space_id}/app_validations': TOKEN,
};

/** How many entries the audit log has. */
export async function countEntries(db: Db): Promise<number> {
  const [row] = await db.query<{ entries: number }>(sql`
    select count(*) as entries from audit_entries`);
  return row?.entries as number;
}
