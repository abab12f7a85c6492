import type { FastifyRequest } from 'fastify';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { AppDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { STOP_MAIL_PATH, userOfStopToken } from '../mail/stop-tokens.ts';
import { usePages } from '../pages/use-pages.ts';
import { type OwnAccountRow, selectOwnAccount } from '../users/queries.ts';
import { changeUser } from '../users/users.ts';
import { sendMailChoicePage } from './mail-choice-page.ts';

type ChoiceRequest = FastifyRequest<{ Params: { token: string } }>;

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** The page by which people get no more mails, or get them again: by the link in a mail, with or without a session. */
export async function mailChoiceRoutes(app: App, { db, vault }: AppDeps): Promise<void> {
  usePages(app);

  async function personOf({ params }: ChoiceRequest): Promise<OwnAccountRow> {
    const id = userOfStopToken(vault, params.token);
    const user = id === undefined ? undefined : await selectOwnAccount(db, id);
    if (user === undefined) throw new Failure('not_found', 'No mail of ours has this link');
    return user;
  }

  app.get(`${STOP_MAIL_PATH}:token`, route, async (request: ChoiceRequest, reply) => {
    const { lang } = await personOf(request);
    return sendMailChoicePage(reply, request, { choice: 'asked', lang });
  });

  // Mail clients post here by themselves, when somebody chooses so in them (RFC 8058): such a request has no session and no form of ours.
  app.post(`${STOP_MAIL_PATH}:token`, route, async (request: ChoiceRequest, reply) => {
    const { id, lang, mail_notifications: before } = await personOf(request);
    const { mails } = (request.body ?? {}) as { mails?: unknown };
    const choice = mails === 'on' ? 'on' : 'off';
    const wanted = choice === 'on';
    // Anybody with the mail may post this any number of times.
    if (wanted !== before) await runAgainOnDeadlock(db, (tx) => choose(tx, request, id, wanted));
    return sendMailChoicePage(reply, request, { choice, lang });
  });
}

async function choose(tx: Db, request: FastifyRequest, id: number, wanted: boolean): Promise<void> {
  await changeUser(tx, id, { mail_notifications: wanted });
  const changed = ['mail_notifications'];
  await record(tx, doingOfUser(request, id), { action: 'user.updated', target: id, changed });
}
