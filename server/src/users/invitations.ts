import type { Config } from '../config.ts';
import { sha256 } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { newSecret } from '../lib/ids.ts';
import type { DeveloperSettings } from './developers.ts';
import {
  deleteInvitation,
  type InvitationRow,
  type InvitationRules,
  renewInvitation,
  replaceInvitation,
} from './invitation-queries.ts';

/** In front of the token in the address of a link by which somebody becomes a developer. */
export const INVITATION_PATH = '/developers/invitation/';

const LIFE_SECONDS = 7 * 24 * 3600;

/** Whom to invite. */
export interface Invited {
  email: string;
  /** The user who does; null for a host key, and for whoever asks by themselves. */
  invitedBy: number | null;
  /** They ask by themselves. */
  isOwn?: boolean;
}

/** What invitations are worth as the server is set. */
export const invitationRules = ({
  developers,
}: Pick<DeveloperSettings, 'developers'>): InvitationRules => ({
  isSignUpOpen: developers === 'open',
});

/** An invitation whose link is made as it is mailed. The one that the address had before ends. */
export const inviteByMail = (
  tx: Db,
  { isOwn = false, ...invited }: Invited,
): Promise<InvitationRow> =>
  replaceInvitation(tx, { ...invited, isOwn, hash: null, lifeSeconds: LIFE_SECONDS });

/** An invitation with its link, for whoever hands it on themselves. The one that the address had before ends. */
export async function inviteByLink(
  tx: Db,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  invited: Invited,
): Promise<InvitationRow & { url: string }> {
  const token = newSecret('developer_invitation');
  const given = { ...invited, isOwn: false, hash: sha256(token), lifeSeconds: LIFE_SECONDS };
  const row = await replaceInvitation(tx, given);
  return { ...row, url: publicUrl + INVITATION_PATH + token };
}

/** Makes the link of an invitation as it is mailed: the newest one alone works. Undefined where the invitation is gone meanwhile. */
export async function issueInvitationLink(db: Db, email: string): Promise<string | undefined> {
  const token = newSecret('developer_invitation');
  const isOpen = await renewInvitation(db, email, sha256(token));
  return isOpen ? INVITATION_PATH + token : undefined;
}

/** @throws Failure `developer_invitation_not_found`. */
export async function withdrawInvitation(tx: Db, id: number): Promise<void> {
  if (await deleteInvitation(tx, id)) return;
  throw new Failure('developer_invitation_not_found', `There is no open invitation ${id}`);
}
