import type { Config } from '../config.ts';
import type { Db } from '../lib/db.ts';
import { parseId } from '../lib/ids.ts';
import {
  insertDeletedMails,
  insertEndpointMails,
  insertInvitationMail,
  insertNotificationMails,
  insertPermissionMails,
  insertReleaseMails,
  insertResetMail,
  type NamedRecipient,
  type ReleaseMailKind,
} from './queries.ts';

/** What says whether mail is set up. Where it is not, nothing is put into the outbox. */
export type MailSettings = Pick<Config, 'smtpUrl'>;

/** Whether mails can be sent at all. */
export const isMailSetUp = ({ smtpUrl }: MailSettings): boolean => smtpUrl !== undefined;

/**
 * Mails a plugin's notification to the members of the space whom it names, and where it names nobody to the admins. To be called in the
 * transaction that wrote it.
 *
 * @param recipient as the plugin gave it, JSON text.
 */
export async function mailNotification(
  tx: Db,
  settings: MailSettings,
  { id, recipient }: { id: string; recipient: string | null },
): Promise<void> {
  if (isMailSetUp(settings)) await insertNotificationMails(tx, id, namedIn(recipient));
}

// A text, or an object as Envoy's clients write it. A text without an address, such as "front desk", names nobody whom we could know.
function namedIn(recipient: string | null): NamedRecipient | undefined {
  const given: unknown = recipient === null ? null : JSON.parse(recipient);
  if (typeof given === 'string') return namedBy(given, undefined);
  if (given === null || typeof given !== 'object') return undefined;
  const { email, user_id } = given as Record<string, unknown>;
  return namedBy(email, user_id);
}

function namedBy(email: unknown, userId: unknown): NamedRecipient | undefined {
  const isAddress = typeof email === 'string' && email.includes('@');
  const named = { email: isAddress ? email.trim() : null, userId: parseId(userId) ?? null };
  return named.email === null && named.userId === null ? undefined : named;
}

/** Mails the admins of every space in which the release that was just published asks for what nobody has agreed to yet. */
export async function mailPermissions(
  tx: Db,
  settings: MailSettings,
  pluginId: number,
): Promise<void> {
  if (isMailSetUp(settings)) await insertPermissionMails(tx, pluginId);
}

/** Mails whoever develops a plugin that one of its endpoints does not answer, or was disabled. */
export async function mailEndpoint(
  tx: Db,
  settings: MailSettings,
  kind: 'endpoint_failing' | 'endpoint_disabled',
  endpoint: { plugin_id: number; event_name: string },
): Promise<void> {
  if (isMailSetUp(settings)) await insertEndpointMails(tx, kind, endpoint);
}

/** Mails operators that a release waits for them, or whoever develops a plugin what came of a review or a roll-out. */
export async function mailRelease(
  tx: Db,
  settings: MailSettings,
  kind: ReleaseMailKind,
  release: { pluginId: number; release: number },
): Promise<void> {
  if (isMailSetUp(settings)) await insertReleaseMails(tx, kind, release);
}

/** Mails the admins of a space that a plugin is gone from it, as it is being deleted. */
export async function mailDeleted(
  tx: Db,
  settings: MailSettings,
  installId: number,
): Promise<void> {
  if (isMailSetUp(settings)) await insertDeletedMails(tx, installId);
}

/** Mails a link by which a new password can be set to who has this address, if anybody has it and has a password. */
export async function mailPasswordReset(
  tx: Db,
  settings: MailSettings,
  email: string,
): Promise<void> {
  if (isMailSetUp(settings)) await insertResetMail(tx, email);
}

/** Mails the link of an invitation to its address. Mail must be set up. */
export const mailInvitation = (tx: Db, email: string): Promise<void> =>
  insertInvitationMail(tx, email);
