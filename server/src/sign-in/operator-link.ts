import { AT_COMMAND_LINE } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Db } from '../lib/db.ts';
import { selectOperators, selectUsersByEmail, type UserRow } from '../users/queries.ts';
import { changeUser } from '../users/users.ts';
import { issueLink, type LinkConfig } from './links.ts';
import type { SignInLink } from './schema.ts';

/** Whom `plugboard sign-in-link` is for. */
export interface OperatorChoice {
  /** May be left out where there is one operator. */
  email?: string;
  /** Makes them an operator first. */
  promotes: boolean;
}

/**
 * A link that signs an operator in: for whoever is at the server, since a host key gets none.
 *
 * @throws Error that says whom to name.
 */
export async function operatorLink(
  tx: Db,
  config: LinkConfig,
  choice: OperatorChoice,
): Promise<SignInLink> {
  const user = await chosen(tx, choice);
  const about = { target: user.id, ofUser: user.id };
  if (!user.is_operator) {
    await changeUser(tx, user.id, { is_operator: true });
    const changed = ['is_operator'];
    await record(tx, AT_COMMAND_LINE, { action: 'user.updated', ...about, changed });
  }
  await record(tx, AT_COMMAND_LINE, { action: 'sign_in_link.created', ...about });
  return issueLink(tx, config, { userId: user.id, path: '/account' });
}

async function chosen(tx: Db, { email, promotes }: OperatorChoice): Promise<UserRow> {
  if (email === undefined) return onlyOperator(tx);
  const [user] = await selectUsersByEmail(tx, email);
  if (user === undefined) throw new Error(`Nobody here has the address ${email}`);
  if (!user.is_operator && !promotes) {
    throw new Error(`${email} is no operator; --operator makes them one`);
  }
  return user;
}

async function onlyOperator(tx: Db): Promise<UserRow> {
  const operators = await selectOperators(tx);
  const [operator, ...others] = operators;
  if (operator === undefined) throw new Error('There is no operator: name somebody with --email');
  if (others.length === 0) return operator;
  const addresses = operators.map(({ email }) => email).join(', ');
  throw new Error(`Say which operator, with --email: ${addresses}`);
}
