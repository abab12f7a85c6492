import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { JobKey } from './rows.ts';

/** A row of `job_attachments`. */
export interface AttachmentRow extends JobKey {
  /** JSON text. */
  attachment: string;
}

const newAttachments = recordset<AttachmentRow>('a', {
  install_id: 'bigint',
  job_id: 'uuid',
  attachment: 'text',
});

/** Appends attachments to their jobs. */
export async function insertAttachments(tx: Db, attachments: AttachmentRow[]): Promise<void> {
  if (attachments.length === 0) return;
  await tx.query(sql`
    insert into job_attachments (${newAttachments.columns})
    select ${newAttachments.columns} from ${newAttachments.of(attachments)}`);
}
