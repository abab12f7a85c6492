import type { SendMailOptions } from 'nodemailer';
import { issuePasswordReset, RESET_PATH } from '../auth/password-resets.ts';
import type { Config } from '../config.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import { createOutages, type Outages } from '../lib/outages.ts';
import { type Repeating, repeat } from '../lib/repeating.ts';
import type { Logger } from '../log.ts';
import { issueInvitationLink } from '../users/invitations.ts';
import { composeMail, type MailLinks, mailPathOf } from './compose.ts';
import { isMailSetUp } from './outbox.ts';
import {
  claimMails,
  type MailContent,
  type MailOutcome,
  postponeMail,
  selectMailContents,
  settleMail,
} from './queries.ts';
import { MailRefused, openSmtp, type Smtp } from './smtp.ts';
import { STOP_MAIL_PATH, stopTokenFor } from './stop-tokens.ts';

/** What sending mails needs. */
export interface MailingDeps {
  config: Config;
  db: Database;
  vault: Vault;
  log: Logger;
}

/** Sends what is in the outbox until it is stopped. */
export type Mailing = Pick<Repeating, 'stop'>;

const AT_ONCE = 10;
/** Longer than ten mails take over three connections, with all of their time-outs. */
const LEASE_SECONDS = 300;
/** After each attempt that failed, and after the last of them again and again, until the time of a mail is over. */
const WAITS_SECONDS = [30, 120, 600, 1800, 3600];

/** Starts it where mail is set up. Any number of processes may: each takes other mails. */
export function startMailing(deps: MailingDeps): Mailing {
  if (!isMailSetUp(deps.config)) return { stop: async () => {} };
  const outages = createOutages(deps.log);
  const rounds = repeat(deps.config.pollMs, () =>
    sendDue(deps, outages).catch((error) => outages.met('mails cannot be sent', error)),
  );
  return { stop: () => rounds.stop() };
}

async function sendDue(deps: MailingDeps, outages: Outages): Promise<void> {
  const claimed = await claimMails(deps.db, AT_ONCE, LEASE_SECONDS);
  if (claimed.length === 0) return;
  const mails = await selectMailContents(
    deps.db,
    claimed.map(({ id }) => id),
  );
  const smtp = openSmtp(deps.config);
  try {
    await Promise.all(mails.map((mail) => sendOne(deps, smtp, outages, mail)));
  } finally {
    smtp.close();
  }
}

async function sendOne(
  deps: MailingDeps,
  smtp: Smtp,
  outages: Outages,
  mail: MailContent,
): Promise<void> {
  const end = (outcome: MailOutcome) => settleMail(deps.db, mail.id, outcome);
  if (!mail.is_wanted) return end('needless');
  if (mail.is_over) {
    tellGivenUp(deps, mail, 'its time is over');
    return end('given_up');
  }
  const links = await linksOf(deps, mail);
  if (links === undefined) return end('needless');
  try {
    await smtp.send(messageOf(deps, mail, links));
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    if (error.isFinal) {
      tellGivenUp(deps, mail, error.message);
      return end('given_up');
    }
    outages.met('mails cannot be sent', error);
    return postponeMail(deps.db, mail.id, waitAfter(mail.attempts));
  }
  return end('sent');
}

const waitAfter = (attempts: number): number =>
  WAITS_SECONDS[Math.min(attempts, WAITS_SECONDS.length) - 1] as number;

function tellGivenUp({ log }: MailingDeps, mail: MailContent, reason: string): void {
  const { id, kind, user_id: userId, attempts } = mail;
  log.error({ mail: id, kind, userId, attempts, reason }, 'a mail is given up');
}

function messageOf({ config }: MailingDeps, mail: MailContent, links: MailLinks): SendMailOptions {
  const { address, name = config.brandName } = config.mailFrom as {
    address: string;
    name?: string;
  };
  const host = new URL(config.publicUrl).hostname;
  return {
    from: { name, address },
    to: { name: mail.friendly_name ?? '', address: mail.email },
    ...composeMail(mail, links, config),
    date: mail.created_at,
    // The same each time, should it be sent once more after a crash.
    messageId: `<plugboard-${mail.id}-${mail.created_at.getTime()}@${host}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(links.stop !== undefined && {
        'List-Unsubscribe': `<${links.stop}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

/** Undefined where what a link is to be for is gone meanwhile. */
async function linksOf(
  { config, db, vault }: MailingDeps,
  mail: MailContent,
): Promise<MailLinks | undefined> {
  const { publicUrl } = config;
  const { kind, email, user_id: userId } = mail;
  // These are made as they are sent, so that they stand nowhere.
  if (kind === 'developer_invitation') {
    const path = await issueInvitationLink(db, email);
    return path === undefined ? undefined : { to: publicUrl + path, stop: undefined };
  }
  if (userId === null) return undefined;
  if (kind === 'password_reset') {
    const token = await issuePasswordReset(db, userId);
    return { to: publicUrl + RESET_PATH + token, stop: undefined };
  }
  const stop = publicUrl + STOP_MAIL_PATH + stopTokenFor(vault, userId);
  return { to: publicUrl + mailPathOf(mail), stop };
}
