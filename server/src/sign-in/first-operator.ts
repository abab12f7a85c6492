import { BY_ITSELF } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Config } from '../config.ts';
import type { Db } from '../lib/db.ts';
import { isPassword } from '../users/passwords.ts';
import {
  insertFirstUser,
  isWaitingForOperator,
  selectPassword,
  selectUsersByEmail,
} from '../users/queries.ts';
import { changeUser, createUser, hashPasswordOf } from '../users/users.ts';
import { issueLink } from './links.ts';

/** Nobody reads mail there: it stands for whoever follows the first link. */
const FIRST_OPERATOR = { email: 'operator@localhost', friendly_name: 'Operator' };
const FIRST_LINK_SECONDS = 3600;

type OperatorConfig = Pick<
  Config,
  'adminEmail' | 'adminPassword' | 'publicUrl' | 'signInLinkSeconds'
>;

/**
 * Sees to it that somebody can sign in: the operator whom the settings name; else, while nobody but the first operator is here and
 * has no password yet, by a link, which is answered.
 */
export async function prepareFirstOperator(
  tx: Db,
  config: OperatorConfig,
): Promise<string | undefined> {
  const { adminEmail, adminPassword } = config;
  if (adminEmail !== undefined && adminPassword !== undefined) {
    await putOperator(tx, adminEmail, adminPassword);
    return undefined;
  }
  if (await insertFirstUser(tx, FIRST_OPERATOR)) await recordCreated(tx);
  const [operator] = await selectUsersByEmail(tx, FIRST_OPERATOR.email);
  if (operator === undefined || !(await isWaitingForOperator(tx, operator.id))) return undefined;
  const link = { userId: operator.id, path: '/account', lifeSeconds: FIRST_LINK_SECONDS };
  await record(tx, BY_ITSELF, { action: 'sign_in_link.created', target: operator.id });
  return (await issueLink(tx, config, link)).url;
}

async function recordCreated(tx: Db): Promise<void> {
  const [operator] = await selectUsersByEmail(tx, FIRST_OPERATOR.email);
  if (operator === undefined) return;
  await record(tx, BY_ITSELF, { action: 'user.created', target: operator.id });
}

async function putOperator(tx: Db, email: string, password: string): Promise<void> {
  const [user] = await selectUsersByEmail(tx, email);
  if (user === undefined) {
    const operator = { email, password, friendly_name: 'Operator', is_operator: true };
    const { id } = await createUser(tx, await hashPasswordOf(operator));
    await record(tx, BY_ITSELF, { action: 'user.created', target: id });
    return;
  }
  // Setting the same password again would sign the operator out at every start.
  const shown = await selectPassword(tx, user.id);
  const isSame = user.is_operator && (await isPassword(shown?.password_hash, password));
  const patch = { is_operator: true, password: isSame ? undefined : password };
  await changeUser(tx, user.id, await hashPasswordOf(patch));
  const changed = [
    ...(user.is_operator ? [] : ['is_operator']),
    ...(patch.password === undefined ? [] : ['password']),
  ];
  if (changed.length === 0) return;
  await record(tx, BY_ITSELF, { action: 'user.updated', target: user.id, changed });
}
